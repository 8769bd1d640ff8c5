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

/// What a company does one at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Line {
    Write,
    Compare,
    Upload,
    Kept,
}

/// Who of a company is at it; the others wait for the lock.
type Queue = Arc<tokio::sync::Mutex<()>>;

/// Lines of one process.
#[derive(Debug, Clone)]
pub struct Turns {
    long: Arc<Semaphore>,
    uploads: Arc<Semaphore>,
    kept: Arc<Semaphore>,
    companies: Arc<Mutex<HashMap<(Line, CompanyId), Queue>>>,
    patience: Duration,
}

/// A turn: others wait until it is dropped.
#[derive(Debug)]
pub struct Turn {
    _permit: OwnedSemaphorePermit,
    _company: OwnedMutexGuard<()>,
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

    /// To write much in a company.
    ///
    /// # Errors
    /// When the turn does not come in ten seconds; so it is with the others. One of a company is at work in each line:
    /// its further ones wait beside those of other companies, not before them.
    pub async fn to_write(&self, company: CompanyId) -> Result<Turn, Busy> {
        self.among(&self.long, Line::Write, company).await
    }

    /// To compare much.
    pub async fn to_compare(&self, company: CompanyId) -> Result<Turn, Busy> {
        self.among(&self.long, Line::Compare, company).await
    }

    /// To read a file that has just been sent.
    pub async fn to_read_upload(&self, company: CompanyId) -> Result<Turn, Busy> {
        self.among(&self.uploads, Line::Upload, company).await
    }

    /// To read a file that was found good before: strangers' bad ones do not stand in its way.
    pub async fn to_read_kept(&self, company: CompanyId) -> Result<Turn, Busy> {
        self.among(&self.kept, Line::Kept, company).await
    }

    async fn among(
        &self,
        places: &Arc<Semaphore>,
        line: Line,
        company: CompanyId,
    ) -> Result<Turn, Busy> {
        let wait = async {
            let company = self.line_of(line, company).lock_owned().await;
            let permit = Arc::clone(places).acquire_owned().await.map_err(|_| Busy)?;
            Ok(Turn { _permit: permit, _company: company })
        };
        timeout(self.patience, wait).await.map_err(|_| Busy)?
    }

    /// Lines in which nobody stands are forgotten.
    fn line_of(&self, line: Line, company: CompanyId) -> Queue {
        let mut companies = self.companies.lock().unwrap_or_else(PoisonError::into_inner);
        companies.retain(|_, line| Arc::strong_count(line) > 1);
        Arc::clone(companies.entry((line, company)).or_default())
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
        assert!(turns.line_of(Line::Write, company(3)).try_lock().is_ok());
        assert_eq!(turns.companies.lock().unwrap().len(), 1);
    }

    #[tokio::test]
    async fn a_companys_second_file_does_not_take_the_place_of_anothers() {
        let turns = hasty(8);
        let first = turns.to_read_upload(company(1)).await.unwrap();
        assert!(turns.to_read_upload(company(1)).await.is_err());
        assert!(turns.to_read_upload(company(2)).await.is_ok());
        drop(first);
    }

    #[tokio::test]
    async fn long_work_leaves_most_connections_to_pages() {
        let turns = hasty(8);
        let held = (
            turns.to_write(company(1)).await.unwrap(),
            turns.to_compare(company(1)).await.unwrap(),
        );
        assert!(turns.to_write(company(2)).await.is_err());
        let uploads =
            (turns.to_read_upload(company(1)).await, turns.to_read_upload(company(2)).await);
        assert!(turns.to_read_upload(company(3)).await.is_err());
        assert!(turns.to_read_kept(company(3)).await.is_ok());
        drop((held, uploads));
        assert!(turns.to_write(company(2)).await.is_ok());
        assert!(hasty(1).to_compare(company(1)).await.is_ok());
    }
}
