//! Connections of their own for what every request asks first: who is asking. One statement, out of any transaction.
use std::mem;
use std::ops::{Deref, DerefMut};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use sqlx::pool::PoolConnection;
use sqlx::{Connection, PgConnection, PgPool, Postgres};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use super::pool::{PER_CORE, TRUSTED};

/// Few, and handed on from request to request. The pool asks each connection it takes back whether it still lives, and that
/// costs as much again as such a statement.
#[derive(Debug, Clone)]
pub struct LookUps {
    pool: PgPool,
    places: Arc<Semaphore>,
    idle: Arc<Mutex<Vec<Idle>>>,
}

#[derive(Debug)]
struct Idle {
    connection: PoolConnection<Postgres>,
    since: Instant,
}

/// A connection for one look-up. Dropped before [`LookUp::done`] it may be in the middle of an answer: then the pool looks
/// after it.
#[derive(Debug)]
pub struct LookUp {
    connection: PoolConnection<Postgres>,
    idle: Arc<Mutex<Vec<Idle>>>,
    /// After the connection, which is back in the pool by the time the next one comes.
    _place: OwnedSemaphorePermit,
}

impl LookUps {
    /// To the same database in the same way, one a core.
    pub fn beside(pool: &PgPool) -> Self {
        let most = (pool.options().get_max_connections() / PER_CORE).max(2);
        let options = pool.options().clone().max_connections(most);
        let own = options.connect_lazy_with((*pool.connect_options()).clone());
        let places = Semaphore::new(usize::try_from(most).unwrap_or(2));
        Self { pool: own, places: Arc::new(places), idle: Arc::default() }
    }

    /// Waits for one no longer than the pool lets wait, for a server that has fallen silent neither.
    pub async fn take(&self) -> sqlx::Result<LookUp> {
        let patience = self.pool.options().get_acquire_timeout();
        timeout(patience, self.next()).await.map_err(|_| sqlx::Error::PoolTimedOut)?
    }

    async fn next(&self) -> sqlx::Result<LookUp> {
        let place = self.places.clone().acquire_owned().await;
        let place = place.map_err(|_| sqlx::Error::PoolClosed)?;
        let connection = match self.living().await {
            Some(connection) => connection,
            None => self.pool.acquire().await?,
        };
        Ok(LookUp { connection, idle: Arc::clone(&self.idle), _place: place })
    }

    /// One that was used just now, or answers.
    async fn living(&self) -> Option<PoolConnection<Postgres>> {
        loop {
            let Idle { mut connection, since } = locked(&self.idle).pop()?;
            if since.elapsed() < TRUSTED || connection.ping().await.is_ok() {
                return Some(connection);
            }
        }
    }

    /// Closes all of them; whoever asks later is refused.
    pub async fn close(&self) {
        self.places.close();
        drop(mem::take(&mut *locked(&self.idle)));
        self.pool.close().await;
    }
}

impl LookUp {
    /// The answer was read whole.
    pub fn done(self) {
        let Self { connection, idle, _place } = self;
        locked(&idle).push(Idle { connection, since: Instant::now() });
    }
}

fn locked(idle: &Mutex<Vec<Idle>>) -> std::sync::MutexGuard<'_, Vec<Idle>> {
    idle.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Deref for LookUp {
    type Target = PgConnection;

    fn deref(&self) -> &PgConnection {
        &self.connection
    }
}

impl DerefMut for LookUp {
    fn deref_mut(&mut self) -> &mut PgConnection {
        &mut self.connection
    }
}
