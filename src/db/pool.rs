//! The connections of the running product.

use super::roles;
use anyhow::{Context, Result};
use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{PgPool, Postgres};
use std::time::{Duration, Instant};

pub(super) const PER_CORE: u32 = 4;
/// The private server takes 100; a shared one seldom fewer.
const MOST: u32 = 64;
/// An exhausted pool is told within a second: the session is looked up first, then the page takes its connection.
const ACQUIRE: Duration = Duration::from_millis(450);
const START: Duration = Duration::from_secs(5);
/// A connection unused for longer is asked whether it still lives: the server may have restarted.
/// Under load none is, so nobody pays the round trip.
pub(super) const TRUSTED: Duration = Duration::from_secs(1);

/// A runaway statement or a forgotten transaction ends itself; a person waits no longer than this, work that happens by
/// itself may take longer ([`super::Tenant::begin`]), long work says so ([`super::TenantTx::allow`]). Pages are short: no
/// JIT. Plans are left to the server: lists with optional filters need one for each set of filters.
const SESSION: &str = "set statement_timeout = '10s'; set lock_timeout = '10s'; \
     set idle_in_transaction_session_timeout = '60s'; set jit = off";

/// Connects as the running product: directly, or as another user who then becomes its role.
///
/// # Errors
/// When the server does not answer or its role could step over row-level security.
pub async fn open(options: PgConnectOptions) -> Result<PgPool> {
    let becomes = options.get_username() != roles::LOGIN;
    let session = if becomes { become_login() } else { SESSION.to_owned() };
    let pool = PgPoolOptions::new()
        .max_connections(size())
        .acquire_timeout(ACQUIRE)
        .test_before_acquire(false)
        .before_acquire(|connection, meta| {
            Box::pin(async move {
                Ok(meta.idle_for < TRUSTED || sqlx::Connection::ping(connection).await.is_ok())
            })
        })
        .after_connect(move |connection, _| {
            let session = session.clone();
            Box::pin(async move {
                sqlx::raw_sql(sqlx::AssertSqlSafe(session)).execute(connection).await?;
                Ok(())
            })
        })
        .connect_lazy_with(options);
    roles::refuse_bypass(&mut *first(&pool).await.context("База данных не отвечает")?).await?;
    Ok(pool)
}

/// A start waits longer for its first connection than a page for its own: the server may be far or just awake.
async fn first(pool: &PgPool) -> sqlx::Result<PoolConnection<Postgres>> {
    let begun = Instant::now();
    loop {
        match pool.acquire().await {
            Err(sqlx::Error::PoolTimedOut) if begun.elapsed() < START => {}
            answer => return answer,
        }
    }
}

fn become_login() -> String {
    format!("{SESSION}; set role {}", roles::LOGIN)
}

fn size() -> u32 {
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    u32::try_from(cores).unwrap_or(MOST).saturating_mul(PER_CORE).min(MOST)
}
