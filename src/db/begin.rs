use std::time::Instant;

use metrics::histogram;
use sqlx::{AssertSqlSafe, PgPool, Postgres, Transaction};

use super::living::on_living;

/// How long a connection was waited for, and the transaction begun on it.
pub const BEGIN_SECONDS: &str = "mayak_begin_seconds";

/// Begins a transaction out of reach of whoever gives up: a person who leaves drops the request half-way, and sqlx
/// forgets a transaction whose beginning was dropped. The pool would hand its connection on as it is, inside it.
/// Here a beginning is always finished; a transaction that nobody waits for any more is rolled back. Dead connections are
/// passed over: nothing was done on them.
pub(super) async fn begin_whole(
    pool: &PgPool,
    statement: String,
) -> sqlx::Result<Transaction<'static, Postgres>> {
    let pool = pool.clone();
    let asked = Instant::now();
    let begun = tokio::spawn(async move {
        on_living(&pool, || pool.begin_with(AssertSqlSafe(statement.as_str()))).await
    });
    let begun = begun.await.unwrap_or(Err(sqlx::Error::WorkerCrashed));
    histogram!(BEGIN_SECONDS).record(asked.elapsed());
    begun
}
