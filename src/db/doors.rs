//! The ways into the product's database, and making it when it is missing.

use super::embedded::{self, Embedded};
use super::{Place, migrate, pool, roles};
use anyhow::{Context, Result};
use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection, PgPool};
use std::path::Path;

/// The name of the database in the private cluster.
const NAME: &str = "mayak";
/// «Duplicate database», and the same seen by the loser of a race.
const EXISTS: [&str; 2] = ["42P04", "23505"];

/// The two ways into one database.
pub(super) struct Doors {
    /// May make roles, databases and tables.
    admin: PgConnectOptions,
    /// The running product.
    login: PgConnectOptions,
    /// The database to make when it is missing.
    wanted: Option<String>,
}

impl Doors {
    pub async fn of(place: &Place, name: Option<&str>) -> Result<(Option<Embedded>, Self)> {
        let (server, doors) = match place {
            Place::Server { login, owner } => {
                (None, Self::to_server(login, owner.as_deref(), name))
            }
            Place::Private(options) => {
                let options = options.clone();
                let start = tokio::task::spawn_blocking(move || Embedded::start(&options));
                let server = start.await.context("Запуск базы данных прервался")??;
                let doors = Self::to_private(server.socket_folder(), name);
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

    /// Into the private cluster that a running product serves now; none when none does.
    pub async fn beside(place: &Place) -> Result<Option<Self>> {
        let Place::Private(options) = place else { return Ok(None) };
        let options = options.clone();
        let running = tokio::task::spawn_blocking(move || embedded::running(&options));
        let folder = running.await.context("Поиск базы данных прервался")??;
        Ok(folder.map(|folder| Self::to_private(&folder, None)))
    }

    fn to_private(socket_folder: &Path, name: Option<&str>) -> Self {
        let socket = private(socket_folder);
        Self {
            admin: socket.clone().username(embedded::SUPERUSER),
            login: socket.username(roles::LOGIN),
            wanted: Some(name.unwrap_or(NAME).to_owned()),
        }
    }

    pub async fn prepare(&self) -> Result<()> {
        self.make().await?;
        migrate::run(&self.owner()).await
    }

    pub async fn open(&self) -> Result<PgPool> {
        self.prepare().await?;
        pool::open(self.login()).await
    }

    /// As the running product.
    pub fn login(&self) -> PgConnectOptions {
        self.named(&self.login).application_name("mayak")
    }

    /// As whoever may change the schema.
    pub fn owner(&self) -> PgConnectOptions {
        self.named(&self.admin).application_name("mayak-owner")
    }

    fn named(&self, way: &PgConnectOptions) -> PgConnectOptions {
        match &self.wanted {
            Some(name) => way.clone().database(name),
            None => way.clone(),
        }
    }

    /// Makes the private server's database when it is missing.
    pub async fn make(&self) -> Result<()> {
        match &self.wanted {
            Some(name) => make_database(&self.admin, name).await,
            None => Ok(()),
        }
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

fn private(socket_folder: &Path) -> PgConnectOptions {
    PgConnectOptions::new_without_pgpass().socket(socket_folder).port(5432).database("postgres")
}
