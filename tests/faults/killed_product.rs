//! The product is killed again and again while people write; its next start finds everything acknowledged.
use crate::account::account;
use crate::table::{Figure, Outcome};
use crate::world::World;
use crate::writers::{Temper, Writers};
use std::time::{Duration, Instant};

const KILLS: usize = 5;
/// From the kill to the next acknowledged write, start and recovery of the database included.
const BACK: Duration = Duration::from_secs(10);
const FIRST: i64 = 1_000;

pub fn play(world: &World) -> Outcome {
    let mut site = world.site();
    let writers = Writers::start(&site, Temper::Patient, FIRST);
    let mut slowest = Duration::ZERO;
    for _ in 0..KILLS {
        writers.await_more(50);
        let killed = Instant::now();
        site.kill();
        site.start();
        writers.await_more(1);
        slowest = slowest.max(killed.elapsed());
    }
    writers.await_more(50);
    let mut figures = account(&site, &writers.end(), FIRST).figures();
    figures.push(Figure::at_most("от kill до следующей записи, худшее из пяти", slowest, BACK));
    Outcome::Measured(figures)
}
