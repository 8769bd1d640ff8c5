//! Neighbours who only read: how long they wait, and whether they get their page.
use crate::client::{Browser, Silence};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{JoinHandle, sleep, spawn};
use std::time::{Duration, Instant};

/// Nobody turns pages faster.
const BREATH: Duration = Duration::from_millis(5);
/// What a neighbour waits at most, but for one page of a hundred.
pub const PATIENT: Duration = Duration::from_millis(500);

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// On one connection as long as it lasts.
    Kept,
    /// Each page on a new one.
    Fresh,
}

#[derive(Default)]
pub struct Seen {
    took: Vec<Duration>,
    /// Answered with something else than the page.
    pub failed: usize,
    /// Asked on an open connection, and no answer came.
    pub broken: usize,
}

pub struct Readers {
    over: Arc<AtomicBool>,
    threads: Vec<JoinHandle<Seen>>,
}

impl Readers {
    pub fn start(address: SocketAddr, tokens: &[String], manner: Manner) -> Self {
        let over = Arc::new(AtomicBool::new(false));
        let start = |token: &String| {
            let (over, browser) = (Arc::clone(&over), Browser::new(address, token));
            spawn(move || read(browser, manner, &over))
        };
        Self { threads: tokens.iter().map(start).collect(), over }
    }

    pub fn end(mut self) -> Seen {
        self.over.store(true, Ordering::Relaxed);
        let threads = std::mem::take(&mut self.threads).into_iter();
        threads.fold(Seen::default(), |all, thread| all.with(thread.join().unwrap()))
    }
}

/// A fault that went wrong leaves nobody behind.
impl Drop for Readers {
    fn drop(&mut self) {
        self.over.store(true, Ordering::Relaxed);
    }
}

fn read(mut browser: Browser, manner: Manner, over: &AtomicBool) -> Seen {
    let mut seen = Seen::default();
    while !over.load(Ordering::Relaxed) {
        let began = Instant::now();
        match browser.open("/") {
            Ok(answer) if answer.status == 200 => seen.took.push(began.elapsed()),
            Ok(_) => seen.failed += 1,
            Err(Silence::Broken) => {
                eprintln!("  соседу не отвечено за {:?}", began.elapsed());
                seen.broken += 1;
            }
            Err(Silence::OnKept | Silence::Refused) => {}
        }
        if manner == Manner::Fresh {
            browser.hang_up();
        }
        sleep(BREATH);
    }
    seen
}

impl Seen {
    pub fn with(mut self, other: Self) -> Self {
        self.took.extend(other.took);
        Self {
            took: self.took,
            failed: self.failed + other.failed,
            broken: self.broken + other.broken,
        }
    }

    pub fn pages(&self) -> usize {
        self.took.len()
    }

    pub fn p99(&self) -> Duration {
        let mut took = self.took.clone();
        took.sort_unstable();
        took.get(took.len() * 99 / 100).copied().unwrap_or(Duration::MAX)
    }
}
