/// The name of the constraint that refused a row, so that a store can say it at its field.
pub fn broken_constraint(error: &sqlx::Error) -> Option<&str> {
    error.as_database_error().and_then(|error| error.constraint())
}
