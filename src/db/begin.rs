use sqlx::{AssertSqlSafe, PgPool, Postgres, Transaction};

/// Begins a transaction out of reach of whoever gives up: a person who leaves drops the request half-way, and sqlx
/// forgets a transaction whose beginning was dropped. The pool would hand its connection on as it is, inside it.
/// Here a beginning is always finished; a transaction that nobody waits for any more is rolled back.
pub(super) async fn begin_whole(
    pool: &PgPool,
    statement: String,
) -> sqlx::Result<Transaction<'static, Postgres>> {
    let pool = pool.clone();
    let begun = tokio::spawn(async move { pool.begin_with(AssertSqlSafe(statement)).await });
    begun.await.unwrap_or(Err(sqlx::Error::WorkerCrashed))
}
