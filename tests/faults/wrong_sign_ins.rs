//! Many wrong passwords at once, from as many addresses: each costs memory and a core, and the neighbours notice little.
use crate::client::Browser;
use crate::form::KIND;
use crate::memory::Watch;
use crate::readers::{Manner, PATIENT, Readers};
use crate::table::{Figure, Megabytes, Outcome};
use crate::world::World;
use std::thread::spawn;
use std::time::{Duration, Instant};

const NUMBER: usize = 64;
/// Two are tried at once, each for some 50 ms of a core.
const ANSWERED: Duration = Duration::from_secs(10);
/// The product with two hashes of 46 MiB in work; 64 would take 3 GB.
const MEMORY: Megabytes = Megabytes(256);

pub fn play(world: &World) -> Outcome {
    // Addresses out of X-Forwarded-For: one alone may not try so often.
    let site = world.site_with(&[("MAYAK_TRUSTED_PROXY", "127.0.0.1")]);
    let neighbours = Readers::start(site.address, &site.owners()[..4], Manner::Fresh);
    let memory = Watch::start(site.product.pid());
    let guess = |number: usize| {
        let address = format!("198.51.100.{number}");
        let mut browser = Browser::new(site.address, "").heard_from(&address);
        // Half of them at people who are there.
        let who = if number.is_multiple_of(2) {
            "owner%40demo.mayak".into()
        } else {
            format!("nobody-{number}%40demo.mayak")
        };
        let body = format!("email={who}&password=wrong-{number}-wrong");
        spawn(move || {
            let asked = Instant::now();
            let answer = browser.post("/sign-in", KIND, body.as_bytes());
            (answer.map_or(0, |answer| answer.status), asked.elapsed())
        })
    };
    let guesses: Vec<_> = (1..=NUMBER).map(guess).collect();
    let answers: Vec<_> = guesses.into_iter().map(|guess| guess.join().unwrap()).collect();
    let (memory, seen) = (memory.end(), neighbours.end());
    let told = answers.iter().filter(|(status, _)| *status == 422).count();
    let slowest = answers.iter().map(|(_, took)| *took).max().unwrap_or_default();
    Outcome::Measured(vec![
        Figure::all("отвечено «не подошли»", told, NUMBER),
        Figure::at_most("последнему отвечено через", slowest, ANSWERED),
        Figure::at_least("страниц соседям тем временем", seen.pages(), 50),
        Figure::at_most("соседи тем временем, p99", seen.p99(), PATIENT),
        Figure::none("соседям отказано", seen.failed + seen.broken),
        Figure::at_most("память Маяка", memory, MEMORY),
    ])
}
