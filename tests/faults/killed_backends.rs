//! Single connections of the product are ended by the server's administrator while people read and write.
use crate::account::account;
use crate::readers::{Manner, Readers};
use crate::table::{Figure, Outcome};
use crate::world::World;
use crate::writers::{Temper, Writers};
use std::time::{Duration, Instant};

const ROUNDS: usize = 10;
const FIRST: i64 = 1_000;
/// From the last end to the next acknowledged write.
const BACK: Duration = Duration::from_secs(1);
/// All connections of the product, whatever they are doing.
const END: &str = "select count(pg_terminate_backend(pid)) from pg_stat_activity where application_name = 'mayak'";

pub fn play(world: &World) -> Outcome {
    let site = world.site();
    let mut database = site.database();
    let writers = Writers::start(&site, Temper::Patient, FIRST);
    let readers = Readers::start(site.address, &site.owners(), Manner::Kept);
    let (mut ended, mut slowest) = (0, Duration::ZERO);
    for _ in 0..ROUNDS {
        writers.await_more(20);
        ended += usize::try_from(database.numbers(END)[0]).unwrap();
        let at = Instant::now();
        writers.await_more(1);
        slowest = slowest.max(at.elapsed());
    }
    let written = writers.end();
    let seen = readers.end();
    let failed = seen.failed + written.iter().map(|one| one.failed).sum::<usize>();
    let mut figures = account(&site, &written, FIRST).figures();
    figures.extend([
        Figure::at_least("прочитано страниц", seen.pages(), 100),
        Figure::none("соединений брошено без ответа", seen.broken),
        Figure::at_most("ответов «не вышло», не больше оборванных соединений", failed, ended),
        Figure::at_most("от обрыва до следующей записи, худшее из десяти", slowest, BACK),
    ]);
    Outcome::Measured(figures)
}
