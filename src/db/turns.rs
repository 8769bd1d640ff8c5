//! Waiting in line before work that takes a connection for long: pages always find one free.
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedMutexGuard, OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use crate::values::CompanyId;

/// Of so many connections one may do long work.
const PER_LONG: u32 = 4;
/// Files read at once in each line; further ones wait, so that memory stays bounded.
const READING: usize = 2;
/// A person waits no longer than this before being told to come again.
const PATIENCE: Duration = Duration::from_secs(10);

/// The turn did not come in time.
#[derive(Debug, thiserror::Error)]
#[error("too much work at once")]
pub struct Busy;

/// Lines of one process.
#[derive(Debug, Clone)]
pub struct Turns {
    long: Arc<Semaphore>,
    uploads: Arc<Semaphore>,
    kept: Arc<Semaphore>,
    companies: Arc<Mutex<HashMap<CompanyId, Arc<tokio::sync::Mutex<()>>>>>,
    patience: Duration,
}

/// A turn: others wait until it is dropped.
#[derive(Debug)]
pub struct Turn {
    _permit: OwnedSemaphorePermit,
    _company: Option<OwnedMutexGuard<()>>,
}

impl Turns {
    /// For a pool of that many connections.
    pub fn beside(connections: u32) -> Self {
        let long = usize::try_from(connections / PER_LONG).unwrap_or(1).max(1);
        Self {
            long: Arc::new(Semaphore::new(long)),
            uploads: Arc::new(Semaphore::new(READING)),
            kept: Arc::new(Semaphore::new(READING)),
            companies: Arc::default(),
            patience: PATIENCE,
        }
    }

    /// To write much in a company: one at a time there.
    ///
    /// # Errors
    /// When the turn does not come in ten seconds; so it is with the others.
    pub async fn to_write(&self, company: CompanyId) -> Result<Turn, Busy> {
        let wait = async {
            let guard = self.line_of(company).lock_owned().await;
            let permit = Arc::clone(&self.long).acquire_owned().await.map_err(|_| Busy)?;
            Ok(Turn { _permit: permit, _company: Some(guard) })
        };
        timeout(self.patience, wait).await.map_err(|_| Busy)?
    }

    /// To compare much.
    pub async fn to_compare(&self) -> Result<Turn, Busy> {
        self.among(&self.long).await
    }

    /// To read a file that has just been sent.
    pub async fn to_read_upload(&self) -> Result<Turn, Busy> {
        self.among(&self.uploads).await
    }

    /// To read a file that was found good before: strangers' bad ones do not stand in its way.
    pub async fn to_read_kept(&self) -> Result<Turn, Busy> {
        self.among(&self.kept).await
    }

    async fn among(&self, line: &Arc<Semaphore>) -> Result<Turn, Busy> {
        let permit = timeout(self.patience, Arc::clone(line).acquire_owned()).await;
        let permit = permit.map_err(|_| Busy)?.map_err(|_| Busy)?;
        Ok(Turn { _permit: permit, _company: None })
    }

    /// Lines in which nobody stands are forgotten.
    fn line_of(&self, company: CompanyId) -> Arc<tokio::sync::Mutex<()>> {
        let mut companies = self.companies.lock().unwrap_or_else(PoisonError::into_inner);
        companies.retain(|_, line| Arc::strong_count(line) > 1);
        Arc::clone(companies.entry(company).or_default())
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn company(of: u128) -> CompanyId {
        CompanyId(Uuid::from_u128(of))
    }

    fn hasty(connections: u32) -> Turns {
        Turns { patience: Duration::from_millis(50), ..Turns::beside(connections) }
    }

    #[tokio::test]
    async fn a_company_writes_one_at_a_time_and_others_do_not_wait() {
        let turns = hasty(8);
        let first = turns.to_write(company(1)).await.unwrap();
        assert!(turns.to_write(company(1)).await.is_err());
        let other = turns.to_write(company(2)).await.unwrap();
        drop(first);
        drop(turns.to_write(company(1)).await.unwrap());
        drop(other);
        assert!(turns.line_of(company(3)).try_lock().is_ok());
        assert_eq!(turns.companies.lock().unwrap().len(), 1);
    }

    #[tokio::test]
    async fn long_work_leaves_most_connections_to_pages() {
        let turns = hasty(8);
        let held = (turns.to_write(company(1)).await.unwrap(), turns.to_compare().await.unwrap());
        assert!(turns.to_write(company(2)).await.is_err());
        let uploads = (turns.to_read_upload().await, turns.to_read_upload().await);
        assert!(turns.to_read_upload().await.is_err());
        assert!(turns.to_read_kept().await.is_ok());
        drop((held, uploads));
        assert!(turns.to_write(company(2)).await.is_ok());
        assert!(hasty(1).to_compare().await.is_ok());
    }
}
