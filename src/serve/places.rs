//! Places for connections. When they run out, who has been silent longest gives up his: a head of a request that begins
//! and does not end holds a place that somebody with a whole one needs.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::oneshot::{Receiver, Sender, channel};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

pub(super) type Place = OwnedSemaphorePermit;

/// Of one listener.
#[derive(Clone)]
pub(super) struct Places {
    free: Arc<Semaphore>,
    silent: Arc<Mutex<Silent>>,
}

/// Who has not sent a whole head yet, in the order of arrival, and what tells him to go.
#[derive(Default)]
struct Silent {
    next: u64,
    open: BTreeMap<u64, Sender<()>>,
}

/// A connection among the silent ones, until it speaks or ends.
pub(super) struct Guest {
    number: u64,
    silent: Arc<Mutex<Silent>>,
}

impl Places {
    pub fn new(most: usize) -> Self {
        Self { free: Arc::new(Semaphore::new(most)), silent: Arc::default() }
    }

    /// A place for the next connection; when all are taken, who has been silent longest is asked to leave his.
    pub async fn take(&self) -> Option<Place> {
        if self.free.available_permits() == 0 {
            let longest = locked(&self.silent).open.pop_first();
            if let Some((_, told)) = longest {
                let _ = told.send(());
            }
        }
        Arc::clone(&self.free).acquire_owned().await.ok()
    }

    /// Notes a connection that has just come: itself, and what becomes ready when it has to go.
    pub fn greet(&self) -> (Guest, Receiver<()>) {
        let (tell, told) = channel();
        let mut silent = locked(&self.silent);
        silent.next += 1;
        let number = silent.next;
        silent.open.insert(number, tell);
        (Guest { number, silent: Arc::clone(&self.silent) }, told)
    }
}

impl Guest {
    /// It sent a whole head: its place is its own.
    pub fn speaks(&self) {
        locked(&self.silent).open.remove(&self.number);
    }
}

impl Drop for Guest {
    fn drop(&mut self) {
        self.speaks();
    }
}

fn locked(silent: &Mutex<Silent>) -> MutexGuard<'_, Silent> {
    silent.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::FutureExt;
    use tokio::sync::oneshot::error::TryRecvError;

    #[tokio::test]
    async fn who_is_silent_longest_gives_up_his_place() {
        let places = Places::new(3);
        let mut taken = Vec::new();
        for _ in 0..3 {
            taken.push(places.take().await.unwrap());
        }
        let mut guests = [places.greet(), places.greet(), places.greet()];
        guests[0].0.speaks();
        let mut next = Box::pin(places.take());
        assert!((&mut next).now_or_never().is_none());
        assert_eq!(guests[0].1.try_recv(), Err(TryRecvError::Closed), "he spoke");
        assert_eq!(guests[1].1.try_recv(), Ok(()));
        assert_eq!(guests[2].1.try_recv(), Err(TryRecvError::Empty));
        drop(taken.pop());
        assert!(next.await.is_some());
    }

    #[tokio::test]
    async fn nobody_is_sent_away_while_there_is_room() {
        let places = Places::new(2);
        let _taken = places.take().await.unwrap();
        let (guest, mut told) = places.greet();
        let _next = places.take().await.unwrap();
        assert_eq!(told.try_recv(), Err(TryRecvError::Empty));
        drop(guest);
        assert!(locked(&places.silent).open.is_empty());
    }
}
