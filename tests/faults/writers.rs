//! People who write: a seller of each company saves «Мой день» again and again, each time with a number never said
//! before, and sends what was not acknowledged again, form and token as they were, as a browser does.
use crate::client::{Answer, Browser, Silence};
use crate::form::{Day, KIND};
use crate::support::wait_for;
use crate::world::Site;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::{JoinHandle, sleep, spawn};
use std::time::{Duration, Instant};

/// Before the same is asked once more.
const BREATH: Duration = Duration::from_millis(20);
/// However long a fault lasts, it is over by then.
const GIVE_UP: Duration = Duration::from_mins(1);

/// What to do when no answer comes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Temper {
    /// Sends again until it is acknowledged.
    Patient,
    /// Goes.
    Leaves,
}

/// What became of one seller's writes.
#[derive(Default)]
pub struct Written {
    pub company: String,
    pub metric: String,
    pub acknowledged: Vec<i64>,
    /// Sent, and no answer came: none may have been written if nothing was accepted.
    pub unanswered: Vec<i64>,
    /// Sent into an open connection without an answer.
    pub broken: usize,
    /// Sent again after no answer or a failure.
    pub again: usize,
    /// Answered that it did not work.
    pub failed: usize,
    /// Of these, without a page.
    pub bare: usize,
    /// Answers that nobody expects.
    pub odd: Vec<String>,
}

/// Shared by the sellers.
#[derive(Clone, Default)]
struct Told {
    over: Arc<AtomicBool>,
    acknowledged: Arc<AtomicUsize>,
    failed: Arc<AtomicUsize>,
}

pub struct Writers {
    told: Told,
    threads: Vec<JoinHandle<Written>>,
}

impl Writers {
    /// Each begins with the number `first`.
    pub fn start(site: &Site, temper: Temper, first: i64) -> Self {
        let told = Told::default();
        let start = |token: String| {
            let (told, address) = (told.clone(), site.address);
            spawn(move || Seller::new(address, &token, told, temper).work(first))
        };
        let threads = site.managers().into_iter().map(start).collect();
        Self { told, threads }
    }

    /// Until so many more are acknowledged.
    pub fn await_more(&self, number: usize) {
        await_more(&self.told.acknowledged, number, "записи подтверждаются");
    }

    /// Until so many more are answered that they did not work.
    pub fn await_failures(&self, number: usize) {
        await_more(&self.told.failed, number, "записям отказано");
    }

    pub fn end(mut self) -> Vec<Written> {
        self.told.over.store(true, Ordering::Relaxed);
        let threads = std::mem::take(&mut self.threads);
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    }
}

/// A fault that went wrong leaves nobody behind.
impl Drop for Writers {
    fn drop(&mut self) {
        self.told.over.store(true, Ordering::Relaxed);
    }
}

fn await_more(counter: &AtomicUsize, number: usize, what: &str) {
    let wanted = counter.load(Ordering::Relaxed) + number;
    wait_for(what, || counter.load(Ordering::Relaxed) >= wanted);
}

struct Seller {
    browser: Browser,
    told: Told,
    temper: Temper,
    written: Written,
}

impl Seller {
    fn new(address: SocketAddr, token: &str, told: Told, temper: Temper) -> Self {
        let browser = Browser::new(address, token);
        Self { browser, told, temper, written: Written::default() }
    }

    fn work(mut self, first: i64) -> Written {
        for value in first.. {
            let Some(day) = self.open() else { break };
            self.written.company.clone_from(&day.company);
            self.written.metric.clone_from(&day.metric);
            if !self.save(&day, value) {
                break;
            }
        }
        self.written
    }

    fn is_over(&self) -> bool {
        self.told.over.load(Ordering::Relaxed)
    }

    /// «Мой день» as it is now; `None`: it is time to go.
    fn open(&mut self) -> Option<Day> {
        while !self.is_over() {
            match self.browser.open("/day") {
                Ok(answer) if answer.status == 200 => return Day::read(&answer.body),
                Ok(answer) => self.refused(&answer),
                Err(Silence::OnKept) => {}
                Err(silence) if self.temper == Temper::Leaves => {
                    self.written.broken += usize::from(silence == Silence::Broken);
                    return None;
                }
                Err(_) => sleep(BREATH),
            }
        }
        None
    }

    /// Until it is acknowledged; `false`: it is not, and it is time to go.
    fn save(&mut self, day: &Day, value: i64) -> bool {
        let (body, ends) = (day.saying(value), Instant::now() + GIVE_UP);
        while Instant::now() < ends {
            match self.browser.post(&day.action, KIND, &body) {
                Ok(answer) if answer.status == 303 => {
                    self.written.acknowledged.push(value);
                    self.told.acknowledged.fetch_add(1, Ordering::Relaxed);
                    return true;
                }
                Ok(answer) => self.refused(&answer),
                Err(silence) if self.temper == Temper::Leaves => {
                    self.written.unanswered.push(value);
                    self.written.broken += usize::from(silence == Silence::Broken);
                    return false;
                }
                Err(_) => {}
            }
            self.written.again += 1;
            sleep(BREATH);
        }
        self.written.odd.push(format!("{value} так и не подтверждено"));
        false
    }

    fn refused(&mut self, answer: &Answer) {
        if answer.status >= 500 {
            self.written.failed += 1;
            self.told.failed.fetch_add(1, Ordering::Relaxed);
        } else {
            self.written.odd.push(format!("ответ {}", answer.status));
        }
        self.written.bare += usize::from(!answer.is_page());
    }
}
