//! Writers wait for a row that somebody holds, until no connection is free: first one company's, then all.
use crate::client::{Answer, Browser};
use crate::form::{Day, KIND};
use crate::readers::{Manner, PATIENT, Readers};
use crate::support::wait_for;
use crate::table::{Figure, Outcome};
use crate::world::{Site, World};
use std::thread::{JoinHandle, spawn};
use std::time::{Duration, Instant};

const SOON: Duration = Duration::from_secs(1);
const WAITING: &str =
    "pg_stat_activity where application_name = 'mayak' and wait_event_type = 'Lock'";

pub fn play(world: &World) -> Outcome {
    let site = world.site();
    let (first, second, third) = (manager(&site, 0), manager(&site, 1), manager(&site, 2));
    let mut holder = site.database();
    let (first, second) = (logged(&site, &first), logged(&site, &second));
    holder.run(&format!(
        "begin; select from day_log where company_id in ('{}', '{}') and day >= current_date - 1 for update",
        first.1.company, second.1.company
    ));
    let (mut figures, mut stuck) = (Vec::new(), write_at_once(&site, &first, share()));
    await_waiting(&site, share());
    figures.extend(told("компания заняла свою долю: её 503", busy(&site, &first.0)));
    let neighbours = Readers::start(site.address, &site.owners()[2..4], Manner::Fresh);
    let others = one_more(&site, &first.0, neighbours);
    figures.extend(others);

    stuck.extend(write_at_once(&site, &second, pool() - share()));
    await_waiting(&site, pool());
    figures.extend(told("заняты все: 503 остальным", busy(&site, &third)));
    figures.push(health(&site, "/health/live", "/health/live при занятых всех"));
    figures.push(health(&site, "/health/ready", "/health/ready при занятых всех"));
    holder.run("rollback");
    let released = Instant::now();
    wait_for("снова открывается", || {
        Browser::new(site.address, &third).page("/day").is_some()
    });
    figures.push(Figure::at_most("от освобождения до страницы", released.elapsed(), SOON));
    let (all, saved) = (stuck.len(), stuck.into_iter().filter_map(|one| one.join().unwrap()));
    let known = saved.filter(|answer| [303, 422].contains(&answer.status)).count();
    figures.push(Figure::all("ждавшие записи дождались", known, all));
    Outcome::Measured(figures)
}

fn manager(site: &Site, at: usize) -> String {
    site.people[at].manager.clone()
}

/// As the product counts its connections: `db::pool`.
fn pool() -> usize {
    (std::thread::available_parallelism().map_or(2, usize::from) * 4).min(64)
}

/// As `db::shares` divides them.
fn share() -> usize {
    pool().div_ceil(2)
}

/// Who has saved today's day once, and the form as it stands: its row is there to be held.
fn logged(site: &Site, token: &str) -> (String, Day) {
    let mut browser = Browser::new(site.address, token);
    let mut open = || Day::read(&browser.page("/day").unwrap().body).unwrap();
    let day = open();
    let mut other = Browser::new(site.address, token);
    assert_eq!(other.post(&day.action, KIND, &day.saying(1_000)).unwrap().status, 303);
    (token.to_owned(), open())
}

/// Submissions of one form that differ in what is typed: each takes a connection and waits for the row.
fn write_at_once(
    site: &Site,
    (token, day): &(String, Day),
    number: usize,
) -> Vec<JoinHandle<Option<Answer>>> {
    let write = |value: usize| {
        let (mut browser, action) = (Browser::new(site.address, token), day.action.clone());
        let body = day.saying(2_000 + i64::try_from(value).unwrap());
        spawn(move || browser.post(&action, KIND, &body).ok())
    };
    (0..number).map(write).collect()
}

fn await_waiting(site: &Site, number: usize) {
    let mut database = site.database();
    wait_for("соединения заняты", || database.count(WAITING) >= number);
}

fn busy(site: &Site, token: &str) -> (Option<Answer>, Duration) {
    let asked = Instant::now();
    (Browser::new(site.address, token).open("/day").ok(), asked.elapsed())
}

fn told(what: &'static str, (answer, took): (Option<Answer>, Duration)) -> Vec<Figure> {
    let is_told = answer.is_some_and(|answer| {
        answer.status == 503 && answer.is_page() && answer.header("retry-after").is_some()
    });
    vec![
        Figure::at_most(what, took, SOON),
        Figure::all("… страницей и с Retry-After", usize::from(is_told), 1),
    ]
}

/// Neighbours read while the company's own people ask in vain.
fn one_more(site: &Site, token: &str, neighbours: Readers) -> [Figure; 2] {
    let asked = (0..3).filter(|_| busy(site, token).0.is_some_and(|answer| answer.status == 503));
    assert_eq!(asked.count(), 3);
    let seen = neighbours.end();
    [
        Figure::at_most("… соседи тем временем, p99", seen.p99(), PATIENT),
        Figure::none("… соседям отказано", seen.failed + seen.broken),
    ]
}

fn health(site: &Site, path: &str, what: &'static str) -> Figure {
    let asked = Instant::now();
    let is_well = Browser::new(site.address, "").page(path).is_some();
    Figure::at_most(what, if is_well { asked.elapsed() } else { Duration::MAX }, SOON)
}
