//! What was found beside what is allowed, as rows of a table.
use crate::world::World;
use std::any::Any;
use std::time::Duration;

pub struct Fault {
    pub name: &'static str,
    pub title: &'static str,
    pub play: fn(&World) -> Outcome,
}

pub enum Outcome {
    Measured(Vec<Figure>),
    /// Not played, and why.
    Skipped(String),
    Failed(String),
}

pub struct Figure {
    what: &'static str,
    found: String,
    limit: String,
    kept: bool,
}

/// A figure as people read it.
pub trait Shown: PartialOrd + Copy {
    fn shown(&self) -> String;
}

impl Shown for usize {
    fn shown(&self) -> String {
        self.to_string()
    }
}

impl Shown for Duration {
    fn shown(&self) -> String {
        match self.as_millis() {
            millis @ 0..1_000 => format!("{millis} мс"),
            _ => format!("{:.1} с", self.as_secs_f64()).replace('.', ","),
        }
    }
}

#[derive(Clone, Copy, PartialEq, PartialOrd)]
pub struct Megabytes(pub u64);

impl Shown for Megabytes {
    fn shown(&self) -> String {
        format!("{} МБ", self.0)
    }
}

impl Figure {
    pub fn at_most<T: Shown>(what: &'static str, found: T, most: T) -> Self {
        let kept = found <= most;
        Self { what, found: found.shown(), limit: format!("≤ {}", most.shown()), kept }
    }

    pub fn at_least<T: Shown>(what: &'static str, found: T, least: T) -> Self {
        let kept = found >= least;
        Self { what, found: found.shown(), limit: format!("≥ {}", least.shown()), kept }
    }

    pub fn none(what: &'static str, found: usize) -> Self {
        Self { what, found: found.shown(), limit: "0".into(), kept: found == 0 }
    }

    pub fn all(what: &'static str, found: usize, of: usize) -> Self {
        Self {
            what, found: format!("{found} из {of}"), limit: "все".into(), kept: found == of
        }
    }
}

impl Outcome {
    pub fn of_panic(why: &(dyn Any + Send)) -> Self {
        let said = why.downcast_ref::<String>().cloned();
        let said = said.or_else(|| why.downcast_ref::<&str>().map(|said| (*said).to_owned()));
        Self::Failed(said.unwrap_or_default())
    }
}

pub fn head() {
    println!("| сбой | что измерено | вышло | предел | |\n|---|---|---|---|---|");
}

/// Prints the rows of a fault; whether it was borne.
pub fn tell(fault: &Fault, outcome: &Outcome) -> bool {
    let row = |what: &str, found: &str, limit: &str, word: &str| {
        println!("| {} (`{}`) | {what} | {found} | {limit} | {word} |", fault.title, fault.name);
    };
    match outcome {
        Outcome::Skipped(why) => row("пропущено", why, "–", "–"),
        Outcome::Failed(why) => row("сорвалось", &one_line(why), "–", "**нет**"),
        Outcome::Measured(figures) => {
            for Figure { what, found, limit, kept } in figures {
                row(what, found, limit, if *kept { "да" } else { "**нет**" });
            }
        }
    }
    match outcome {
        Outcome::Skipped(_) => true,
        Outcome::Failed(_) => false,
        Outcome::Measured(figures) => figures.iter().all(|figure| figure.kept),
    }
}

fn one_line(text: &str) -> String {
    let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    line.replace('|', "/").chars().take(300).collect()
}
