//! The product is asked to stop under load: whatever it let in is answered.
use crate::account::account;
use crate::readers::{Manner, Readers, Seen};
use crate::table::{Figure, Outcome};
use crate::world::{Site, World};
use crate::writers::{Temper, Writers, Written};
use nix::sys::signal::Signal;
use std::time::{Duration, Instant};

/// Numbers of one round are below those of the next.
const ROUNDS: [i64; 3] = [1_000, 4_000, 7_000];
/// No request here takes long, so neither does the end.
const ENDED: Duration = Duration::from_secs(3);

pub fn play(world: &World) -> Outcome {
    let (mut site, mut seen, mut slowest) = (world.site(), Seen::default(), Duration::ZERO);
    let mut written = Vec::new();
    for first in ROUNDS {
        let (wrote, read, took) = round(&mut site, first);
        (seen, slowest) = (seen.with(read), slowest.max(took));
        written.extend(wrote);
        site.start();
    }
    let account = account(&site, &in_one(&written), ROUNDS[0]);
    let sum = |of: fn(&Written) -> usize| written.iter().map(of).sum::<usize>();
    Outcome::Measured(vec![
        Figure::at_least("подтверждено записей", account.acknowledged, 100),
        Figure::at_least("прочитано страниц", seen.pages(), 100),
        Figure::none("принято и не отвечено", seen.broken + sum(|one| one.broken)),
        Figure::none("отвечено «не вышло»", seen.failed + sum(|one| one.failed)),
        Figure::none("записано, но не подтверждено", account.unacknowledged),
        Figure::none("подтверждённых потеряно или удвоено", account.lost_or_doubled()),
        Figure::at_most("от сигнала до конца, худшее из трёх", slowest, ENDED),
    ])
}

fn round(site: &mut Site, first: i64) -> (Vec<Written>, Seen, Duration) {
    let writers = Writers::start(site, Temper::Leaves, first);
    let kept = Readers::start(site.address, &site.owners()[..2], Manner::Kept);
    let fresh = Readers::start(site.address, &site.owners()[2..4], Manner::Fresh);
    writers.await_more(80);
    let asked = Instant::now();
    site.product.signal(Signal::SIGTERM);
    assert!(site.product.end().success());
    let took = asked.elapsed();
    (writers.end(), kept.end().with(fresh.end()), took)
}

/// A seller's writes of all rounds.
fn in_one(written: &[Written]) -> Vec<Written> {
    let mut all: Vec<Written> = Vec::new();
    for one in written {
        let known = all.iter_mut().find(|known| known.company == one.company);
        let Some(known) = known else {
            let (company, metric) = (one.company.clone(), one.metric.clone());
            let acknowledged = one.acknowledged.clone();
            all.push(Written { company, metric, acknowledged, ..Written::default() });
            continue;
        };
        known.acknowledged.extend(&one.acknowledged);
    }
    all
}
