//! The hands of an instance: look what is due, take it, do it, say how it went.
use std::collections::HashMap;
use std::future::Future;
use std::pin::pin;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use tokio::task::{JoinError, JoinSet};
use tokio::time::{Instant, MissedTickBehavior, interval, sleep, timeout};
use uuid::Uuid;

use super::pause::{CHANCES, pause};
use super::schedule::{At, Entry, PRODUCT_ZONE, SCHEDULE};
use super::{Failure, Taken, store, work};
use crate::app::App;

/// How often it is looked whether there is something to do.
const LOOK: Duration = Duration::from_secs(1);
/// How often the schedule is read.
const READ: Duration = Duration::from_secs(10);
/// A running job says so this often, well within its lease.
const BEAT: Duration = Duration::from_secs(2);
/// Running jobs get this long when the product stops; it is what open requests get.
const FINISH: Duration = Duration::from_secs(10);
/// A closing of a day that nobody saw is made good within this.
const CLOSINGS_MADE_GOOD: TimeDelta = TimeDelta::hours(3);
/// At once in one instance: pages need the connections and the cores.
const HANDS: usize = 4;

/// One instance at the queue.
struct Worker {
    app: App,
    /// Names this instance in the leases of its jobs.
    name: Uuid,
    /// The company served last: the next in line is served next.
    served: Uuid,
    enqueued: HashMap<(&'static str, Tz), DateTime<Utc>>,
    read_at: Option<Instant>,
    closed_through: Option<DateTime<Utc>>,
}

impl Worker {
    fn new(app: App) -> Self {
        let name = app.ids.make(app.clock.now());
        let (served, enqueued) = (Uuid::nil(), HashMap::new());
        Self { app, name, served, enqueued, read_at: None, closed_through: None }
    }

    /// Frees what a dead instance held and now and then reads the schedule.
    async fn look(&mut self) -> anyhow::Result<()> {
        self.free_lost().await?;
        if self.read_at.is_none_or(|at| at.elapsed() >= READ) {
            self.read_schedule().await?;
            self.read_at = Some(Instant::now());
        }
        Ok(())
    }

    async fn free_lost(&self) -> sqlx::Result<()> {
        let freed = store::free_lost(&self.app).await?;
        if freed > 0 {
            tracing::warn!(freed, "jobs of an instance that is gone are taken over");
        }
        Ok(())
    }

    async fn read_schedule(&mut self) -> anyhow::Result<()> {
        let zones = store::zones(&self.app).await?;
        for entry in SCHEDULE {
            match entry.at {
                At::Product(_) => self.enqueue(entry, PRODUCT_ZONE).await?,
                At::EachCompany(_) => {
                    for zone in &zones {
                        self.enqueue(entry, *zone).await?;
                    }
                }
                At::DayCloses => self.enqueue_closings(entry).await?,
            }
        }
        Ok(())
    }

    /// The days that have closed since it was looked last; at a start, those of the last hours.
    async fn enqueue_closings(&mut self, entry: Entry) -> sqlx::Result<()> {
        let now = self.app.clock.now();
        let since = self.closed_through.unwrap_or(now - CLOSINGS_MADE_GOOD);
        store::enqueue_closings(&self.app, entry.kind, since).await?;
        self.closed_through = Some(now);
        Ok(())
    }

    async fn enqueue(&mut self, entry: Entry, zone: Tz) -> anyhow::Result<()> {
        let Some(slot) = entry.at.latest(zone, self.app.clock.now())? else { return Ok(()) };
        let known = (entry.kind.code(), zone);
        if self.enqueued.get(&known) != Some(&slot) {
            let of_zone = matches!(entry.at, At::EachCompany(_)).then_some(zone);
            store::enqueue_run(&self.app, &entry, slot, of_zone).await?;
            self.enqueued.insert(known, slot);
        }
        Ok(())
    }

    /// The next job: of the company after the one served last.
    async fn take(&mut self) -> sqlx::Result<Option<Taken>> {
        let next = match store::take(&self.app, self.name, Some(self.served)).await? {
            Some(job) => Some(job),
            None => store::take(&self.app, self.name, None).await?,
        };
        if let Some(job) = &next {
            self.served = job.company.map(|company| company.0).unwrap_or_default();
        }
        Ok(next)
    }

    async fn fill(&mut self, running: &mut JoinSet<()>) -> sqlx::Result<()> {
        while running.len() < HANDS {
            let Some(job) = self.take().await? else { return Ok(()) };
            running.spawn(run_one(self.app.clone(), job));
        }
        Ok(())
    }

    /// What still runs at the end of patience is left to another instance, at once.
    async fn leave(&self, mut running: JoinSet<()>) {
        running.shutdown().await;
        match store::give_back(&self.app, self.name).await {
            Ok(0) => {}
            Ok(left) => tracing::warn!(left, "jobs were not done in time and are left to others"),
            Err(error) => tracing::warn!(%error, "jobs were not given back: their lease ends soon"),
        }
    }
}

/// Works until `asked` to stop; then finishes what runs, but not longer than requests get, nor once `hurried`.
pub async fn run(app: App, asked: impl Future<Output = ()>, hurried: impl Future<Output = ()>) {
    let mut worker = Worker::new(app);
    let mut running = JoinSet::new();
    let mut asked = pin!(asked);
    let mut look = interval(LOOK);
    look.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            biased;
            () = &mut asked => break,
            Some(_) = running.join_next() => {}
            _ = look.tick() => {
                if let Err(error) = worker.look().await {
                    tracing::warn!(error = format!("{error:#}"), "the queue was not looked at");
                }
            }
        }
        if let Err(error) = worker.fill(&mut running).await {
            tracing::warn!(%error, "no job was taken");
        }
    }
    let finished = async { while running.join_next().await.is_some() {} };
    tokio::select! {
        () = finished => {}
        () = hurried => {}
        () = sleep(FINISH) => {}
    }
    worker.leave(running).await;
}

/// Enqueues what has come due by the schedule.
///
/// # Errors
/// When the database does not answer.
pub async fn enqueue_due(app: &App) -> anyhow::Result<()> {
    Worker::new(app.clone()).read_schedule().await
}

/// Does all that stands in the line and is due by the app's clock, one job after the other, and gives how many there were.
///
/// # Errors
/// When the database does not answer.
pub async fn run_due(app: &App) -> anyhow::Result<usize> {
    let mut worker = Worker::new(app.clone());
    worker.free_lost().await?;
    let mut done = 0;
    while let Some(job) = worker.take().await? {
        run_one(app.clone(), job).await;
        done += 1;
    }
    Ok(done)
}

/// Does a job while its lease is renewed; one whose lease went to somebody else is let go.
async fn run_one(app: App, job: Taken) {
    let outcome = tokio::select! {
        outcome = attempt(&app, &job) => outcome,
        () = hold(&app, &job) => {
            tracing::warn!(job = %job.id, kind = job.kind.code(), "the lease of a job was lost");
            return;
        }
    };
    if let Err(error) = settle(&app, &job, outcome).await {
        tracing::warn!(%error, job = %job.id, "how a job went was not written: it will run again");
    }
}

/// A panic or a hanging run is a failure like others. The set ends the run when it is dropped.
async fn attempt(app: &App, job: &Taken) -> Result<(), Failure> {
    let mut run = JoinSet::new();
    let (app, longest, job) = (app.clone(), job.kind.longest(), job.clone());
    run.spawn(async move { work::perform(&app, &job).await });
    match timeout(longest, run.join_next()).await {
        Ok(Some(Ok(outcome))) => outcome,
        Ok(Some(Err(error))) => Err(broken(&error)),
        Ok(None) | Err(_) => {
            Err(Failure::Again(format!("Не уложилась в {} с и прервана", longest.as_secs())))
        }
    }
}

fn broken(error: &JoinError) -> Failure {
    tracing::error!(%error, "a job panicked");
    Failure::Again("Внутренняя ошибка (паника), подробности в журнале сервера".into())
}

/// Returns when the job is no longer ours. A database that does not answer is no reason: another instance sees it as little.
async fn hold(app: &App, job: &Taken) {
    loop {
        sleep(BEAT).await;
        match store::renew(app, job).await {
            Ok(true) => {}
            Ok(false) => return,
            Err(error) => tracing::warn!(%error, "a lease was not renewed"),
        }
    }
}

async fn settle(app: &App, job: &Taken, outcome: Result<(), Failure>) -> sqlx::Result<()> {
    let (failure, again) = match outcome {
        Ok(()) => return store::done(app, job).await,
        Err(Failure::Again(why)) => (why, job.attempts < job.most_attempts),
        Err(Failure::Final(why)) => (why, false),
    };
    let kind = job.kind.code();
    if again {
        tracing::warn!(job = %job.id, kind, attempts = job.attempts, failure, "a job will be tried again");
        let pause = pause(job.attempts, app.ids.chance(CHANCES));
        return store::put_off(app, job, &failure, pause).await;
    }
    tracing::error!(job = %job.id, kind, attempts = job.attempts, failure, "a job has failed");
    store::fail(app, job, &failure).await
}
