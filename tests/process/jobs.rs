//! Instances at one queue: each job once, taken over from the dead, finished or left behind at an orderly end.
use crate::cluster::used;
use crate::start::connect;
use crate::support::{PATIENCE, Product, binaries, mayak, wait_for};
use mayak::db::embedded::{Durability, Options};
use mayak::db::{Database, Place};
use nix::sys::signal::Signal;
use sqlx::{Connection, PgConnection};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Leased jobs of a killed instance are running again elsewhere within this.
const TAKEN_OVER: Duration = Duration::from_secs(10);

/// A database that outlives its instances.
struct Server {
    database: Database,
    data: PathBuf,
    _place: TempDir,
}

impl Server {
    async fn start() -> Self {
        let (place, data) = used();
        let options = Options {
            folder: data.clone(),
            binaries: binaries(),
            durability: Durability::ThrowAway,
        };
        let database = Database::open(&Place::Private(options), None).await.unwrap();
        Self { database, data, _place: place }
    }

    async fn connect(&self) -> PgConnection {
        connect(&self.data, "mayak").await
    }

    fn instance(&self) -> Product {
        let url = format!(
            "postgres://mayak_login@localhost/mayak?host={}",
            self.data.join("pg").display()
        );
        let log = self.data.with_file_name(format!("instance-{}", rand::random::<u32>()));
        Product::of(mayak(&[]).env("DATABASE_URL", url), Path::new(&log)).0
    }

    /// Companies with jobs, due long before those of the schedule, that are done as soon as nobody holds the table of submissions.
    async fn ask(&self, companies: i32, jobs: i32) {
        let sql = "with made as (insert into company (id, name, tz, tracking_from)
                 select gen_random_uuid(), 'Компания ' || n, 'Europe/Moscow', current_date from generate_series(1, $1) n returning id)
             insert into job (id, company_id, kind, made_at, run_at, most_attempts)
                 select gen_random_uuid(), id, 'tidy_company', now(), now() - interval '1 year', 5 from made, generate_series(1, $2)";
        let mut db = self.connect().await;
        sqlx::query(sql).bind(companies).bind(jobs).execute(&mut db).await.unwrap();
    }

    async fn count(&self, which: &str) -> i64 {
        let sql = format!(
            "select count(*) from job where kind = 'tidy_company' and dedupe_key is null and {which}"
        );
        let mut db = self.connect().await;
        sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch_one(&mut db).await.unwrap()
    }

    async fn until(&self, which: &str, number: i64) {
        let ends = Instant::now() + PATIENCE;
        while self.count(which).await != number {
            assert!(Instant::now() < ends, "{which}: {}", self.count(which).await);
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

/// While this lives the jobs of [`Server::ask`] stand still in their middle.
async fn hold(db: &mut PgConnection) -> sqlx::Transaction<'_, sqlx::Postgres> {
    let mut held = db.begin().await.unwrap();
    sqlx::raw_sql("lock table idempotency in exclusive mode").execute(&mut *held).await.unwrap();
    held
}

#[tokio::test(flavor = "multi_thread")]
async fn two_instances_do_each_job_once() {
    let server = Server::start().await;
    server.ask(6, 20).await;
    let instances = [server.instance(), server.instance()];
    server.until("state = 'done'", 120).await;
    assert_eq!(server.count("attempts <> 1").await, 0, "a job taken twice has two attempts");
    for instance in instances {
        instance.stop();
    }
    // What the schedule made is there once too, though two looked.
    let mut db = server.connect().await;
    let twice: i64 = sqlx::query_scalar(
        "select count(*) from (select 1 from job where dedupe_key is not null group by company_id, dedupe_key having count(*) > 1) t",
    )
    .fetch_one(&mut db)
    .await
    .unwrap();
    assert_eq!(twice, 0);
    server.database.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_job_of_a_killed_instance_runs_elsewhere_within_ten_seconds() {
    let server = Server::start().await;
    let mut connection = server.connect().await;
    let held = hold(&mut connection).await;
    server.ask(1, 1).await;
    let mut first = server.instance();
    server.until("state = 'running'", 1).await;
    let second = server.instance();

    first.signal(Signal::SIGKILL);
    first.end();
    let killed = Instant::now();
    server.until("state = 'running' and attempts = 2", 1).await;
    let taken_over = killed.elapsed();
    println!("a killed instance's job was taken over after {taken_over:.1?}");
    assert!(taken_over < TAKEN_OVER, "{taken_over:?}");

    held.rollback().await.unwrap();
    server.until("state = 'done'", 1).await;
    second.stop();
    server.database.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_orderly_end_waits_for_the_job() {
    let server = Server::start().await;
    let mut connection = server.connect().await;
    let held = hold(&mut connection).await;
    server.ask(1, 3).await;
    let mut instance = server.instance();
    server.until("state = 'running'", 2).await;

    instance.signal(Signal::SIGTERM);
    wait_for("замечен сигнал", || instance.log().contains("останавливаемся"));
    held.rollback().await.unwrap();

    assert!(instance.end().success(), "{}", instance.log());
    assert_eq!(server.count("state = 'done' and attempts = 1").await, 2, "those that ran");
    let waiting = server.count("state = 'waiting' and attempts = 0").await;
    assert_eq!(waiting, 1, "and no other: {}", instance.log());
    server.database.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hurried_end_leaves_the_job_to_the_next_at_once() {
    let server = Server::start().await;
    let mut connection = server.connect().await;
    let held = hold(&mut connection).await;
    server.ask(1, 1).await;
    let mut instance = server.instance();
    server.until("state = 'running'", 1).await;

    instance.signal(Signal::SIGTERM);
    wait_for("замечен сигнал", || instance.log().contains("останавливаемся"));
    instance.signal(Signal::SIGTERM);

    instance.end();
    assert_eq!(server.count("state = 'waiting' and attempts = 0 and lease is null").await, 1);
    held.rollback().await.unwrap();
    server.database.close().await;
}
