//! Two instances come to one empty database at once and share its queue.
use crate::database::Database;
use crate::support::{Product, binaries, folder, is_ready, mayak, wait_for};
use crate::table::{Figure, Outcome};
use crate::world::World;
use mayak::db::embedded::{Durability, Embedded, Options};
use std::time::{Duration, Instant};

const COMPANIES: usize = 6;
const JOBS: usize = 20;
const READY: Duration = Duration::from_secs(10);
const DONE: Duration = Duration::from_secs(20);
const OURS: &str = "job where kind = 'tidy_company' and dedupe_key is null";

pub fn play(_: &World) -> Outcome {
    let place = folder();
    let options = Options {
        folder: place.path().join("server"),
        binaries: binaries(),
        durability: Durability::Full,
    };
    let server = Embedded::start(&options).unwrap();
    Database::open(server.socket_folder(), "postgres").run("create database work");
    let host = server.socket_folder().display().to_string().replace('/', "%2F");
    let url = format!("postgres://mayak_super@localhost/work?host={host}");
    let began = Instant::now();
    let instances = std::thread::scope(|scope| {
        let start = |name: &'static str| {
            let (url, log) = (&url, place.path().join(name));
            scope.spawn(move || Product::of(mayak(&[]).env("DATABASE_URL", url), &log))
        };
        ["one", "two"].map(start).map(|started| started.join().unwrap())
    });
    let ready = instances.iter().filter(|(_, address)| is_ready(*address)).count();
    let started = began.elapsed();

    let mut database = Database::open(server.socket_folder(), "work");
    database.run(&ask());
    let asked = Instant::now();
    let all = COMPANIES * JOBS;
    wait_for("задачи выполнены", || {
        database.count(&format!("{OURS} and state = 'done'")) == all
    });
    let done = asked.elapsed();
    let again = database.count(&format!("{OURS} and attempts <> 1"));
    let doubled = database.count(
        "(select from job where dedupe_key is not null group by company_id, dedupe_key having count(*) > 1) doubled",
    );
    for (instance, _) in instances {
        instance.stop();
    }
    server.stop();
    Outcome::Measured(vec![
        Figure::all("экземпляров готово", ready, 2),
        Figure::at_most("от пустой базы до готовности обоих", started, READY),
        Figure::none("задач взято дважды", again),
        Figure::none("задач расписания поставлено дважды", doubled),
        Figure::at_most("120 задач выполнены за", done, DONE),
    ])
}

/// Companies with jobs that are due.
fn ask() -> String {
    format!(
        "with made as (insert into company (id, name, tz, tracking_from)
             select gen_random_uuid(), 'Компания ' || n, 'Europe/Moscow', current_date
             from generate_series(1, {COMPANIES}) n returning id)
         insert into job (id, company_id, kind, made_at, run_at, most_attempts)
             select gen_random_uuid(), id, 'tidy_company', now(), now() - interval '1 year', 5
             from made, generate_series(1, {JOBS})"
    )
}
