//! The schema's owner outside a request: whole copies of the database.
use super::database::stop;
use super::doors::Doors;
use super::embedded::Embedded;
use super::{Place, migrate, roles};
use anyhow::{Context, Result, ensure};
use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions, Executor, PgConnection};
use std::fmt;

/// Work of minutes; a lock somebody holds is not waited for as long.
const SESSION: &str = "set statement_timeout = 0; set lock_timeout = '10s'; set datestyle = 'ISO, YMD'; \
     set intervalstyle = 'iso_8601'; set bytea_output = 'hex'; set jit = off";

/// The way in as the owner.
#[derive(Clone)]
pub struct Owner {
    admin: PgConnectOptions,
}

/// The private server, if it had to be started for an errand.
pub struct Host(Option<Embedded>);

impl Host {
    pub async fn close(self) {
        stop(self.0).await;
    }
}

/// The way holds a password.
impl fmt::Debug for Owner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Owner").finish_non_exhaustive()
    }
}

impl Owner {
    pub(super) fn of(admin: PgConnectOptions) -> Self {
        Self { admin }
    }

    /// To the usual database, beside the product when that is running.
    ///
    /// # Errors
    /// In Russian, saying what to do.
    pub async fn visit(place: &Place) -> Result<(Self, Host)> {
        let (server, doors) = match Doors::beside(place).await? {
            Some(doors) => (None, doors),
            None => Doors::of(place, None).await?,
        };
        Ok((Self::of(doors.owner()), Host(server)))
    }

    /// To a database that no product uses; makes the private one.
    ///
    /// # Errors
    /// In Russian: the product is running, or the server does not answer.
    pub async fn settle(place: &Place) -> Result<(Self, Host)> {
        let (server, doors) = Doors::of(place, None).await?;
        doors.make().await?;
        Ok((Self::of(doors.owner()), Host(server)))
    }

    /// A connection as the owner of the schema.
    ///
    /// # Errors
    /// In Russian, saying what to do.
    pub async fn connect(&self) -> Result<PgConnection> {
        let mut connection = self.admin.connect().await.context("База данных не отвечает")?;
        ensure!(
            migrate::become_owner(&mut connection).await?,
            "Пользователю из DATABASE_URL видна одна компания за раз: задайте в DATABASE_OWNER_URL вход {}",
            roles::OWNER
        );
        connection.execute(SESSION).await?;
        Ok(connection)
    }

    /// # Errors
    /// As at every start.
    pub async fn migrate(&self) -> Result<()> {
        migrate::run(&self.admin).await
    }
}
