//! The private server is killed again and again while people write; the product starts it anew.
use crate::account::account;
use crate::support::{server_of, wait_for};
use crate::table::{Figure, Outcome};
use crate::world::World;
use crate::writers::{Temper, Writers};
use nix::sys::signal::{Signal, kill};
use std::time::{Duration, Instant};

const KILLS: usize = 5;
/// From the kill to the next acknowledged write.
const BACK: Duration = Duration::from_secs(10);
const FIRST: i64 = 1_000;

pub fn play(world: &World) -> Outcome {
    let site = world.site();
    let writers = Writers::start(&site, Temper::Patient, FIRST);
    let mut slowest = Duration::ZERO;
    for _ in 0..KILLS {
        writers.await_more(50);
        let (server, killed) = (site.product.server(), Instant::now());
        kill(server, Signal::SIGKILL).unwrap();
        wait_for("новый сервер базы", || {
            server_of(&site.data).is_some_and(|now| now != server)
        });
        writers.await_more(1);
        slowest = slowest.max(killed.elapsed());
    }
    writers.await_more(50);
    let mut figures = account(&site, &writers.end(), FIRST).figures();
    figures.push(Figure::at_most("от kill до следующей записи, худшее из пяти", slowest, BACK));
    Outcome::Measured(figures)
}
