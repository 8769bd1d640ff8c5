/// «Lock not available»: somebody else held a row for longer than one waits.
const LOCKED: &str = "55P03";

/// Whether a statement gave up because others were at work on the same rows.
pub fn is_locked(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(sqlx::error::DatabaseError::code);
    code.is_some_and(|code| code == LOCKED)
}

/// The name of the constraint that refused a row, so that a store can say it at its field.
pub fn broken_constraint(error: &sqlx::Error) -> Option<&str> {
    error.as_database_error().and_then(|error| error.constraint())
}
