//! The forecast as it leaves the engine: ranges of whole kopecks by period, with their sources, and whales apart.
use chrono::NaiveDate;

use super::band::Band;
use super::engine::{Basis, Draft, Question, draft};
use super::flow::Source;
use super::grid::{Grid, Step};
use super::history::History;
use super::memory::{Frozen, Scope};
use super::real;
use super::state::{Measure, State};
use crate::values::{Money, distribute};

/// Weeks ahead that a company sees, and how its forecast is drawn.
pub const WEEKS: usize = 13;
pub const DRAWS: usize = 2_000;
/// Sources are weighed in so many parts.
const PARTS: f64 = 1e6;

/// Ten, fifty and ninety per cent of outcomes are lower; the mean is what outcomes add up to in the long run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    pub p10: Money,
    pub p50: Money,
    pub p90: Money,
    pub mean: Money,
}

impl From<Band> for Range {
    fn from(band: Band) -> Self {
        Self {
            p10: real::money(band.p10),
            p50: real::money(band.p50),
            p90: real::money(band.p90),
            mean: real::money(band.mean),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Week {
    /// Its last day.
    pub ends: NaiveDate,
    /// Of this week alone; its middle is the step of the cumulative one.
    pub range: Range,
    /// From the origin to the end of this week.
    pub cumulative: Range,
    /// Where the middle of this week comes from; the parts add up to it to the kopeck.
    pub sources: Vec<(Source, Money)>,
}

/// A deal over a quarter of the horizon's middle: «с ней / без неё».
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Apart {
    /// Its place in the history.
    pub deal: usize,
    pub amount: Money,
    /// That it is won within the horizon, in thousandths.
    pub permille: u32,
    /// The whole horizon with this deal won and with no whale won.
    pub with: Range,
    pub without: Range,
}

#[derive(Debug, Clone)]
pub struct Outlook {
    pub basis: Basis,
    pub weeks: Vec<Week>,
    pub apart: Vec<Apart>,
    /// To be kept unchanged: later forecasts learn from it.
    pub frozen: Frozen,
}

/// The forecast of money of a company at an origin; `past` is what was frozen before.
pub fn outlook(history: &History, origin: NaiveDate, past: &[Frozen], seed: u64) -> Outlook {
    let state = State::at(history, origin, Step::Week, Measure::Amount);
    Outlook::of(draft(&state, past, &question(seed)), state.grid)
}

/// What would have been frozen at the ends of the last `weeks` weeks: for a company that comes with a history and has
/// frozen nothing yet. Each is made from what was known then.
pub fn rehearsed(history: &History, origin: NaiveDate, weeks: usize, seed: u64) -> Vec<Frozen> {
    let grid = Grid::new(origin, Step::Week);
    let mut past: Vec<Frozen> = Vec::new();
    for ago in (1..=real::step(weeks)).rev() {
        let state = State::at(history, grid.end(-1 - ago), Step::Week, Measure::Amount);
        let made = draft(&state, &past, &question(seed));
        if made.basis != Basis::Nothing {
            past.push(made.frozen);
        }
    }
    past
}

fn question(seed: u64) -> Question {
    Question { periods: WEEKS, draws: DRAWS, seed, scope: Scope::All, without: None }
}

impl Outlook {
    fn of(draft: Draft, grid: Grid) -> Self {
        let weeks = (0..draft.cumulative.len()).map(|at| week(&draft, grid, at)).collect();
        Self { basis: draft.basis, weeks, apart: apart(&draft), frozen: draft.frozen }
    }
}

fn week(draft: &Draft, grid: Grid, at: usize) -> Week {
    let cumulative = Range::from(draft.cumulative[at]);
    let before = at.checked_sub(1).map(|at| Range::from(draft.cumulative[at]));
    let step = |of: fn(&Range) -> Money| {
        let before = before.as_ref().map_or(0, |range| of(range).kopecks());
        Money::from_kopecks(of(&cumulative).kopecks() - before).unwrap_or(Money::ZERO)
    };
    let (middle, mean) = (step(|range| range.p50), step(|range| range.mean));
    let alone = Range::from(draft.single[at]);
    let range = Range { p10: alone.p10.min(middle), p50: middle, p90: alone.p90.max(middle), mean };
    Week { ends: grid.end(real::step(at)), range, cumulative, sources: sources(draft, at, middle) }
}

/// Shares of what is expected, fitted to the middle of the week.
fn sources(draft: &Draft, at: usize, middle: Money) -> Vec<(Source, Money)> {
    let all: f64 = draft.sources.iter().map(|(_, weeks)| weeks[at]).sum();
    if all <= 0.0 {
        return vec![(Source::Rate, middle)];
    }
    let part = |expected: f64| u32::try_from(real::whole(expected / all * PARTS)).unwrap_or(0);
    let weights: Vec<u32> = draft.sources.iter().map(|(_, weeks)| part(weeks[at])).collect();
    let parts = distribute(middle.kopecks(), &weights).into_iter().filter_map(Money::from_kopecks);
    draft.sources.iter().map(|(source, _)| *source).zip(parts).collect()
}

fn apart(draft: &Draft) -> Vec<Apart> {
    let Some(last) = draft.without_whales.last() else {
        return Vec::new();
    };
    let with = |amount: f64| last.plus(Band::sure(amount));
    let whales = draft.whales.iter().map(|whale| Apart {
        deal: whale.deal,
        amount: real::money(whale.amount),
        permille: u32::try_from(real::whole(whale.chance() * 1000.0)).unwrap_or(1000),
        with: with(whale.amount).into(),
        without: (*last).into(),
    });
    whales.collect()
}

#[cfg(test)]
mod tests;
