//! Faults played against the real program, each with its figure beside its limit: `script/faults`.
//! Everything stays on this machine's loopback and in throw-away folders.
#![expect(clippy::unwrap_used, reason = "a fault that cannot be played is one that is not borne")]

mod account;
mod client;
mod database;
mod exhausted_pool;
mod form;
mod full_disk;
mod half_sent;
mod hostile_files;
mod killed_backends;
mod killed_postgres;
mod killed_product;
#[expect(dead_code, reason = "shared with tests/web")]
#[path = "../web/hostile/made.rs"]
mod made;
mod memory;
mod orderly_end;
mod readers;
#[expect(dead_code, reason = "shared with tests/process")]
#[path = "../process/support.rs"]
mod support;
mod table;
mod two_instances;
mod world;
mod writers;
mod wrong_sign_ins;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use table::{Fault, Outcome};
use world::World;

const FAULTS: [Fault; 10] = [
    Fault {
        name: "product", title: "kill -9 Маяка под записью", play: killed_product::play
    },
    Fault {
        name: "postgres",
        title: "kill -9 PostgreSQL под записью",
        play: killed_postgres::play,
    },
    Fault {
        name: "backends", title: "оборваны соединения с базой", play: killed_backends::play
    },
    Fault {
        name: "pool", title: "заняты все соединения с базой", play: exhausted_pool::play
    },
    Fault { name: "term", title: "SIGTERM под нагрузкой", play: orderly_end::play },
    Fault {
        name: "disk", title: "кончилось место на диске", play: full_disk::play
    },
    Fault {
        name: "half", title: "1 000 недосланных запросов", play: half_sent::play
    },
    Fault {
        name: "files", title: "файлы, сделанные во вред", play: hostile_files::play
    },
    Fault {
        name: "passwords", title: "64 неверных пароля сразу", play: wrong_sign_ins::play
    },
    Fault {
        name: "two", title: "два экземпляра на пустой базе", play: two_instances::play
    },
];

fn main() -> ExitCode {
    let asked: Vec<String> = std::env::args().skip(1).collect();
    if let Some(unknown) = asked.iter().find(|name| FAULTS.iter().all(|one| one.name != **name)) {
        eprintln!("Нет такого сбоя: {unknown}. Есть: {}", FAULTS.map(|one| one.name).join(" "));
        return ExitCode::from(2);
    }
    eprintln!("Наполняем базу…");
    let world = World::make();
    table::head();
    let mut borne = true;
    for fault in
        FAULTS.iter().filter(|one| asked.is_empty() || asked.iter().any(|name| name == one.name))
    {
        eprintln!("{}…", fault.title);
        let outcome = catch_unwind(AssertUnwindSafe(|| (fault.play)(&world)));
        borne &= table::tell(fault, &outcome.unwrap_or_else(|why| Outcome::of_panic(&*why)));
    }
    ExitCode::from(u8::from(!borne))
}
