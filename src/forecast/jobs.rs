//! The command `mayak backtest`: reads a file, tries the engine on it, prints how it did.
use std::fs;
use std::io::{BufReader, IsTerminal, Write, stderr, stdout};

use anyhow::{Context, Result, bail};

use super::grid::Step;
use super::history::Norms;
use super::memory::Scope;
use super::outlook::DRAWS;
use super::state::Measure;
use super::trial::{File, Kind, Plan, Table};
use crate::config::Backtest;

/// Trials are the same every time.
const SEED: u64 = 20_170_528;

/// Tries the engine on a file.
///
/// # Errors
/// When the file cannot be read or is too short, in Russian with the place in it.
pub fn backtest(asked: &Backtest) -> Result<()> {
    let name = asked.file.display();
    let opened =
        fs::File::open(&asked.file).with_context(|| format!("Файл {name} не открывается"))?;
    let mut file = File::read(BufReader::new(opened)).with_context(|| name.to_string())?;
    let plan = plan(asked, &file)?;
    file.history.norms = norms(asked, file.kind)?;
    let watched = file.watched(plan.step, plan.measure).with_context(|| name.to_string())?;
    let report = plan.run(&file.history, watched, tell);
    if report.iter().all(|(_, score)| score.origins == 0) {
        bail!(
            "{name}: истории мало. Нужны {} недель разбега и хотя бы один срок прогноза после них; разбег меняет --warm-up",
            plan.warm_up
        );
    }
    let table = Table { file: &file, plan: &plan, watched, report: &report };
    let text = if asked.json { table.json()? + "\n" } else { table.to_string() };
    stdout().write_all(text.as_bytes()).context("Не удалось напечатать результат")
}

fn plan(asked: &Backtest, file: &File) -> Result<Plan> {
    if asked.open_only && file.kind != Kind::Invoices {
        bail!("--open-only подходит только к файлу счетов");
    }
    if asked.monthly && file.kind != Kind::Receipts {
        bail!("--monthly подходит только к файлу поступлений");
    }
    Ok(Plan {
        step: if asked.monthly { Step::Month } else { Step::Week },
        measure: if asked.count { Measure::Count } else { Measure::Amount },
        scope: if asked.open_only { Scope::Issued } else { Scope::All },
        warm_up: asked.warm_up,
        draws: DRAWS,
        seed: SEED,
        without: None,
    })
}

/// What is usual in the trade, where it was told.
fn norms(asked: &Backtest, kind: Kind) -> Result<Option<Norms>> {
    let told = match (asked.won, asked.weeks) {
        (None, None) => return Ok(None),
        (Some(won), Some(weeks)) => Norms::usual(f64::from(won) / 100.0, weeks.into()),
        _ => bail!("--won и --weeks задаются вместе: доля выигранных и срок сделки"),
    };
    if kind != Kind::Deals {
        bail!("--won и --weeks подходят только к файлу сделок");
    }
    Ok(Some(told))
}

/// Progress, for those who watch.
fn tell(done: usize, of: usize) {
    let mut err = stderr();
    if err.is_terminal() {
        let end = if done == of { "\r\u{1b}[K" } else { "" };
        let _ = write!(err, "\rПрогноз {done} из {of}{end}");
        let _ = err.flush();
    }
}
