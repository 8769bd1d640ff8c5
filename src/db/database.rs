//! The product's database: on a server somebody runs, or on the product's own.

use super::doors::Doors;
use super::embedded::{self, Embedded};
use super::{Owner, migrate, pool, roles};
use anyhow::{Result, ensure};
use sqlx::PgPool;
use sqlx::postgres::PgConnectOptions;
use std::time::{Duration, Instant};

/// Open connections get this long to end before the server stops under them.
const CLOSE: Duration = Duration::from_secs(5);
/// A first start is done within so long; migrations of much data are waited for no longer by a person at a command line.
const SETTLES: Duration = Duration::from_secs(10);
const ASKED_EVERY: Duration = Duration::from_millis(100);

/// Where the database is.
#[derive(Debug, Clone)]
pub enum Place {
    /// `DATABASE_URL`, and `DATABASE_OWNER_URL` when it is given.
    Server { login: Box<PgConnectOptions>, owner: Option<Box<PgConnectOptions>> },
    /// The product's own cluster.
    Private(embedded::Options),
}

impl Place {
    pub fn server(login: PgConnectOptions, owner: Option<PgConnectOptions>) -> Self {
        Self::Server { login: Box::new(login), owner: owner.map(Box::new) }
    }
}

/// An open, migrated database.
pub struct Database {
    pub pool: PgPool,
    owner: PgConnectOptions,
    server: Option<Embedded>,
}

impl Database {
    /// Starts the private server if that is the place, makes the database `name` if it is not the
    /// usual one, migrates it and connects as the running product.
    ///
    /// # Errors
    /// In Russian, saying what to do.
    pub async fn open(place: &Place, name: Option<&str>) -> Result<Self> {
        let (server, doors) = Doors::of(place, name).await?;
        let pool = doors.open().await?;
        Ok(Self { pool, owner: doors.owner(), server })
    }

    /// Opens the usual database for one errand, beside the product when that is running; changes no schema.
    ///
    /// # Errors
    /// In Russian, saying what to do.
    pub async fn visit(place: &Place) -> Result<Self> {
        let (server, doors) = match Doors::beside(place).await? {
            Some(doors) => (None, doors),
            None if matches!(place, Place::Private(_)) => return Self::open(place, None).await,
            None => Doors::of(place, None).await?,
        };
        let (pool, owner) = (current(doors.login()).await?, doors.owner());
        Ok(Self { pool, owner, server })
    }

    /// The schema's owner on the same database.
    pub fn owner(&self) -> Owner {
        Owner::of(self.owner.clone())
    }

    /// Migrates and nothing else.
    ///
    /// # Errors
    /// In Russian, saying what to do.
    pub async fn migrate(place: &Place) -> Result<()> {
        let (server, doors) = Doors::of(place, None).await?;
        let done = doors.prepare().await;
        stop(server).await;
        done
    }

    /// Connections first, then the private server. A connection that hangs does not hold it up.
    pub async fn close(self) {
        if tokio::time::timeout(CLOSE, self.pool.close()).await.is_err() {
            tracing::warn!("не все соединения с базой закрылись вовремя");
        }
        stop(self.server).await;
    }
}

pub(super) async fn stop(server: Option<Embedded>) {
    if let Some(server) = server {
        let stopped = tokio::task::spawn_blocking(move || server.stop()).await;
        if let Err(error) = stopped {
            tracing::error!("сервер базы остановлен не до конца: {error}");
        }
    }
}

/// A pool on a database whose schema is this program's. Whoever is making or migrating it right now is waited for.
async fn current(login: PgConnectOptions) -> Result<PgPool> {
    let begun = Instant::now();
    let mut is_told = false;
    loop {
        let why = match ready(login.clone()).await {
            Err(why) if begun.elapsed() < SETTLES && may_settle(&why) => why,
            answer => return answer,
        };
        if !is_told {
            tracing::info!("база данных ещё не готова, жду: {why:#}");
            is_told = true;
        }
        tokio::time::sleep(ASKED_EVERY).await;
    }
}

async fn ready(login: PgConnectOptions) -> Result<PgPool> {
    let pool = pool::open(login).await?;
    ensure!(migrate::lacking(&pool).await? == 0, Outdated);
    Ok(pool)
}

#[derive(Debug, thiserror::Error)]
#[error(
    "Схема базы данных не той версии, что программа: запустите эту версию Маяка или mayak migrate"
)]
struct Outdated;

/// No socket, role, database or right to look yet, or a schema in the middle of its migrations.
fn may_settle(why: &anyhow::Error) -> bool {
    const COMES: [&str; 4] = ["28000", "3D000", "42501", "57P03"];
    why.chain().any(|why| match why.downcast_ref::<sqlx::Error>() {
        Some(sqlx::Error::Io(error)) => error.kind() == std::io::ErrorKind::NotFound,
        Some(error) => roles::code(error).is_some_and(|code| COMES.contains(&code.as_str())),
        None => why.is::<Outdated>(),
    })
}
