//! Bringing the schema up to date, and knowing whether it is.

use super::constraint::is_locked;
use super::roles;
use crate::MIGRATOR;
use anyhow::{Context, Result, bail};
use sqlx::migrate::MigrateError;
use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions, Connection, PgConnection, PgPool};
use std::collections::HashSet;
use std::time::Duration;
use tokio::time::sleep;

/// «Insufficient privilege»: the only URL is the running product's own.
const NOT_ALLOWED: &str = "42501";
const NO_TABLE: &str = "42P01";

/// A table that somebody reads at length (a copy of the night, an export) is waited for so long at a time: all who come later
/// stand behind the one who waits.
const PATIENCE: &str = "set lock_timeout = '3s'";
/// Between two attempts, in which those get their turn, and how many there are: together longer than a company's export and than
/// the migrations of another instance usually take.
const REST: Duration = Duration::from_secs(2);
const ATTEMPTS: u32 = 120;

/// Makes the roles and applies what is missing as the schema's owner. Several starts at once take
/// turns: the migrator holds an advisory lock of the database.
///
/// # Errors
/// When a migration fails, the database is newer than the program, or rights are missing.
pub async fn run(admin: &PgConnectOptions) -> Result<()> {
    let mut connection = admin.connect().await.context("База данных не отвечает")?;
    if !become_owner(&mut connection).await? {
        return accept_current(&mut connection).await;
    }
    apply(&mut connection).await?;
    show_versions(&mut connection).await?;
    connection.close().await?;
    Ok(())
}

async fn apply(connection: &mut PgConnection) -> Result<()> {
    sqlx::raw_sql(PATIENCE).execute(&mut *connection).await?;
    let mut attempts = 1;
    loop {
        match MIGRATOR.run(&mut *connection).await {
            Err(error) if is_in_use(&error) && attempts < ATTEMPTS => {
                tracing::warn!("Схема обновится, когда освободятся таблицы: их долго читают");
                attempts += 1;
                sleep(REST).await;
            }
            done => break done.map_err(explain)?,
        }
    }
    sqlx::raw_sql("reset lock_timeout").execute(connection).await?;
    Ok(())
}

/// The running product reads which migrations were applied. Two grants on one table at once trip over each other, so
/// they wait for the lock of `roles.sql`: the statements are one transaction.
async fn show_versions(connection: &mut PgConnection) -> sqlx::Result<()> {
    let grant = format!(
        "select pg_advisory_xact_lock(7310011); grant select on _sqlx_migrations to {}",
        roles::LOGIN
    );
    sqlx::raw_sql(sqlx::AssertSqlSafe(grant)).execute(connection).await?;
    Ok(())
}

/// False when this user is the running product's own login, which may not change the schema.
pub(super) async fn become_owner(connection: &mut PgConnection) -> Result<bool> {
    let user: String =
        sqlx::query_scalar("select session_user::text").fetch_one(&mut *connection).await?;
    match user.as_str() {
        roles::LOGIN => {}
        roles::OWNER => roles::refuse_lacking(connection).await?,
        _ => roles::ensure(connection).await?,
    }
    let become_owner = format!("set role {}", roles::OWNER);
    match sqlx::raw_sql(sqlx::AssertSqlSafe(become_owner)).execute(connection).await {
        Ok(_) => Ok(true),
        Err(error) if roles::code(&error).as_deref() == Some(NOT_ALLOWED) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

async fn accept_current(connection: &mut PgConnection) -> Result<()> {
    if missing(&applied(connection).await?) == 0 {
        return Ok(());
    }
    bail!(
        "Схема базы данных устарела, а пользователю из DATABASE_URL менять её нельзя: выполните \
         mayak migrate с адресом владельца в DATABASE_OWNER_URL"
    )
}

fn is_in_use(error: &MigrateError) -> bool {
    match error {
        MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => is_locked(error),
        _ => false,
    }
}

fn explain(error: MigrateError) -> anyhow::Error {
    let words = match &error {
        MigrateError::VersionMissing(_) => {
            "База данных новее программы: запустите ту версию Маяка, которая её обновила"
        }
        MigrateError::VersionMismatch(_) => {
            "Применённая миграция отличается от той, что в программе: это другая сборка Маяка"
        }
        error if is_in_use(error) => {
            "Схема базы данных не обновилась: таблицы заняты долгим чтением. Дождитесь конца копии или выгрузки и повторите"
        }
        _ => "Схема базы данных не обновилась",
    };
    anyhow::Error::new(error).context(words)
}

/// How many migrations of this program the database lacks.
///
/// # Errors
/// When the database does not answer.
pub async fn lacking(pool: &PgPool) -> sqlx::Result<usize> {
    let mut connection = pool.acquire().await?;
    Ok(missing(&applied(&mut connection).await?))
}

/// None were applied to a database that was never migrated.
async fn applied(connection: &mut PgConnection) -> sqlx::Result<HashSet<i64>> {
    let asked: sqlx::Result<Vec<i64>> =
        sqlx::query_scalar("select version from _sqlx_migrations where success")
            .fetch_all(connection)
            .await;
    match asked {
        Err(error) if roles::code(&error).as_deref() == Some(NO_TABLE) => Ok(HashSet::new()),
        versions => Ok(versions?.into_iter().collect()),
    }
}

fn missing(applied: &HashSet<i64>) -> usize {
    MIGRATOR.iter().filter(|migration| !applied.contains(&migration.version)).count()
}
