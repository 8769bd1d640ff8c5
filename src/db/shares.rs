//! One company's part of the pool: whatever it sets off, the others find connections free.
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use crate::values::CompanyId;

/// A company holds at most one connection in so many.
const PART: u32 = 2;
/// Pages wait no longer for their company's turn: a busy answer comes within a second.
const PATIENCE: Duration = Duration::from_millis(400);
/// So many companies are remembered before those at rest are forgotten.
const REMEMBERED: usize = 1024;

/// The shares of one process.
#[derive(Debug, Clone)]
pub struct Shares {
    each: usize,
    companies: Arc<Mutex<HashMap<CompanyId, Arc<Semaphore>>>>,
}

/// A connection of the company's share; free again when this is dropped.
#[derive(Debug)]
pub struct Share {
    _permit: OwnedSemaphorePermit,
}

impl Shares {
    /// Of a pool of that many connections.
    pub fn of(connections: u32) -> Self {
        let each = usize::try_from(connections.div_ceil(PART)).unwrap_or(1).max(1);
        Self { each, companies: Arc::default() }
    }

    /// Waits for the company's turn.
    ///
    /// # Errors
    /// [`sqlx::Error::PoolTimedOut`] when it does not come, as if the pool were exhausted: for this company it is.
    pub async fn take(&self, company: CompanyId) -> sqlx::Result<Share> {
        let taken = timeout(PATIENCE, self.share_of(company).acquire_owned()).await;
        match taken {
            Ok(Ok(permit)) => Ok(Share { _permit: permit }),
            _ => Err(sqlx::Error::PoolTimedOut),
        }
    }

    fn share_of(&self, company: CompanyId) -> Arc<Semaphore> {
        let mut companies = self.companies.lock().unwrap_or_else(PoisonError::into_inner);
        if companies.len() >= REMEMBERED && !companies.contains_key(&company) {
            let each = self.each;
            companies.retain(|_, share| {
                Arc::strong_count(share) > 1 || share.available_permits() < each
            });
        }
        let share = companies.entry(company).or_insert_with(|| Arc::new(Semaphore::new(self.each)));
        Arc::clone(share)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn company(of: u128) -> CompanyId {
        CompanyId(Uuid::from_u128(of))
    }

    #[tokio::test]
    async fn a_company_that_holds_its_share_waits_and_others_do_not() {
        let shares = Shares::of(4);
        let held = (shares.take(company(1)).await.unwrap(), shares.take(company(1)).await.unwrap());
        assert!(matches!(shares.take(company(1)).await, Err(sqlx::Error::PoolTimedOut)));
        assert!(shares.take(company(2)).await.is_ok());
        drop(held);
        assert!(shares.take(company(1)).await.is_ok());
    }

    #[tokio::test]
    async fn companies_at_rest_are_forgotten_and_busy_ones_are_not() {
        let shares = Shares::of(1);
        let held = shares.take(company(1)).await.unwrap();
        for of in 2..3_000 {
            shares.take(company(of)).await.unwrap();
        }
        assert!(shares.companies.lock().unwrap().len() <= REMEMBERED);
        assert!(shares.companies.lock().unwrap().contains_key(&company(1)));
        drop(held);
    }
}
