//! The product's database: on a server somebody runs, or on the product's own.

use super::embedded::{self, Embedded};
use super::{migrate, pool, roles};
use anyhow::{Context, Result, ensure};
use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection, PgPool};
use std::path::Path;
use std::time::Duration;

/// Open connections get this long to end before the server stops under them.
const CLOSE: Duration = Duration::from_secs(5);
/// The name of the database in the private cluster.
const NAME: &str = "mayak";
/// «Duplicate database», and the same seen by the loser of a race.
const EXISTS: [&str; 2] = ["42P04", "23505"];

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
        Ok(Self { pool, server })
    }

    /// Opens the usual database for one errand, beside the product when that is running; changes no schema.
    ///
    /// # Errors
    /// In Russian, saying what to do.
    pub async fn visit(place: &Place) -> Result<Self> {
        if let Place::Private(options) = place {
            let options = options.clone();
            let running = tokio::task::spawn_blocking(move || embedded::running(&options));
            return match running.await.context("Поиск базы данных прервался")??
            {
                Some(folder) => {
                    Ok(Self { pool: current(login_at(&folder, NAME)).await?, server: None })
                }
                None => Self::open(place, None).await,
            };
        }
        let (server, doors) = Doors::of(place, None).await?;
        Ok(Self { pool: current(doors.login).await?, server })
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

async fn stop(server: Option<Embedded>) {
    if let Some(server) = server {
        let stopped = tokio::task::spawn_blocking(move || server.stop()).await;
        if let Err(error) = stopped {
            tracing::error!("сервер базы остановлен не до конца: {error}");
        }
    }
}

/// The running product's way into the private cluster.
fn login_at(socket_folder: &Path, name: &str) -> PgConnectOptions {
    private(socket_folder).username(roles::LOGIN).database(name)
}

fn private(socket_folder: &Path) -> PgConnectOptions {
    PgConnectOptions::new_without_pgpass().socket(socket_folder).port(5432).database("postgres")
}

/// A pool on a database whose schema is this program's.
async fn current(login: PgConnectOptions) -> Result<PgPool> {
    let pool = pool::open(login.application_name("mayak")).await?;
    ensure!(
        migrate::lacking(&pool).await? == 0,
        "Схема базы данных не той версии, что программа: запустите эту версию Маяка или mayak migrate"
    );
    Ok(pool)
}

/// The two ways into one database.
struct Doors {
    /// May make roles, databases and tables.
    admin: PgConnectOptions,
    /// The running product.
    login: PgConnectOptions,
    /// The database to make when it is missing.
    wanted: Option<String>,
}

impl Doors {
    async fn of(place: &Place, name: Option<&str>) -> Result<(Option<Embedded>, Self)> {
        let (server, doors) = match place {
            Place::Server { login, owner } => {
                (None, Self::to_server(login, owner.as_deref(), name))
            }
            Place::Private(options) => {
                let options = options.clone();
                let start = tokio::task::spawn_blocking(move || Embedded::start(&options));
                let server = start.await.context("Запуск базы данных прервался")??;
                let doors = Self::to_private(&server, name);
                (Some(server), doors)
            }
        };
        Ok((server, doors))
    }

    fn to_server(
        login: &PgConnectOptions,
        owner: Option<&PgConnectOptions>,
        name: Option<&str>,
    ) -> Self {
        if owner.is_none() && login.get_username() != roles::LOGIN {
            tracing::warn!(
                "DATABASE_URL служит и для миграций, и для работы: в рабочей установке задайте в \
                 нём {}, а владельца в DATABASE_OWNER_URL",
                roles::LOGIN
            );
        }
        let admin = owner.unwrap_or(login).clone();
        Self { admin, login: login.clone(), wanted: name.map(str::to_owned) }
    }

    fn to_private(server: &Embedded, name: Option<&str>) -> Self {
        let socket = private(server.socket_folder());
        Self {
            admin: socket.clone().username(embedded::SUPERUSER),
            login: socket.username(roles::LOGIN),
            wanted: Some(name.unwrap_or(NAME).to_owned()),
        }
    }

    async fn prepare(&self) -> Result<()> {
        let Some(name) = &self.wanted else { return migrate::run(&self.admin).await };
        make_database(&self.admin, name).await?;
        migrate::run(&self.admin.clone().database(name)).await
    }

    async fn open(&self) -> Result<PgPool> {
        self.prepare().await?;
        let login = self.login.clone().application_name("mayak");
        pool::open(match &self.wanted {
            Some(name) => login.database(name),
            None => login,
        })
        .await
    }
}

async fn make_database(admin: &PgConnectOptions, name: &str) -> Result<()> {
    let mut connection = admin.connect().await.context("База данных не отвечает")?;
    roles::ensure(&mut connection).await?;
    if !exists(&mut connection, name).await? {
        let make = format!("create database \"{name}\" owner {}", roles::OWNER);
        match sqlx::raw_sql(AssertSqlSafe(make)).execute(&mut connection).await {
            Err(error) if !roles::code(&error).is_some_and(|c| EXISTS.contains(&c.as_str())) => {
                return Err(error).with_context(|| format!("Не удалось создать базу {name}"));
            }
            _ => {}
        }
    }
    connection.close().await?;
    Ok(())
}

async fn exists(connection: &mut PgConnection, name: &str) -> sqlx::Result<bool> {
    sqlx::query_scalar("select exists (select from pg_database where datname = $1)")
        .bind(name)
        .fetch_one(connection)
        .await
}
