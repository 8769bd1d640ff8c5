//! The server's roles: who owns the schema, who serves, who is bound by row-level security.

use anyhow::{Context, Result, ensure};
use sqlx::PgConnection;
use std::time::Duration;

/// Owns the schema and migrates.
pub const OWNER: &str = "mayak_owner";
/// The running product.
pub const LOGIN: &str = "mayak_login";

/// «Tuple concurrently updated» (reported as internal), duplicate object, unique violation.
const LOST_RACE: [&str; 3] = ["XX000", "42710", "23505"];
const ATTEMPTS: u32 = 10;

/// Makes the roles that are missing; safe when several starts do it at once.
///
/// # Errors
/// When the connection's user may not make roles and they are not in place.
pub async fn ensure(connection: &mut PgConnection) -> Result<()> {
    let mut attempt = 1;
    loop {
        match sqlx::raw_sql(include_str!("roles.sql")).execute(&mut *connection).await {
            Ok(_) => return Ok(()),
            Err(error) if attempt < ATTEMPTS && lost_race(&error) => {
                tokio::time::sleep(Duration::from_millis(20 * u64::from(attempt))).await;
                attempt += 1;
            }
            Err(error) => {
                return Err(error).context(
                    "Роли базы данных не созданы: дайте в DATABASE_OWNER_URL администратора \
                     сервера или выполните src/db/roles.sql от его имени",
                );
            }
        }
    }
}

fn lost_race(error: &sqlx::Error) -> bool {
    code(error).is_some_and(|code| LOST_RACE.contains(&code.as_str()))
}

/// The server's five-character code of an error.
pub(super) fn code(error: &sqlx::Error) -> Option<String> {
    Some(error.as_database_error()?.code()?.into_owned())
}

/// The owner of the schema may not make roles: those of a newer version are an administrator's to make.
///
/// # Errors
/// When one is not there, saying which and what to do.
pub async fn refuse_lacking(connection: &mut PgConnection) -> Result<()> {
    let lacking: Vec<String> = sqlx::query_scalar(
        "select name from unnest(array['mayak_login', 'mayak_app', 'mayak_eraser']) name
         where not exists (select from pg_roles where rolname = name)",
    )
    .fetch_all(connection)
    .await?;
    ensure!(
        lacking.is_empty(),
        "Не хватает ролей: {}. Пусть администратор сервера выполнит src/db/roles.sql этой версии",
        lacking.join(", ")
    );
    Ok(())
}

/// The wall between companies stands only while the running product cannot step over it.
///
/// # Errors
/// When the connection's current role bypasses row-level security.
pub async fn refuse_bypass(connection: &mut PgConnection) -> Result<()> {
    let bypasses: bool = sqlx::query_scalar(
        "select rolsuper or rolbypassrls from pg_roles where rolname = current_user",
    )
    .fetch_one(connection)
    .await?;
    ensure!(
        !bypasses,
        "Роль {LOGIN} обходит защиту строк (superuser или bypassrls): отнимите это право командой \
         alter role {LOGIN} nosuperuser nobypassrls"
    );
    Ok(())
}
