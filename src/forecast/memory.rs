//! Forecasts as they were made, and how they turned out: what weights, calibration and bands learn from.
use chrono::NaiveDate;

use super::band::Band;
use super::member::Member;
use super::state::State;

/// A forecast as it was made; never changed afterwards.
#[derive(Debug, Clone)]
pub struct Frozen {
    pub origin: NaiveDate,
    /// What each member expected by the end of each period.
    pub members: Vec<(Member, Vec<f64>)>,
    /// What the blend said, before it was widened by its own past.
    pub blend: Vec<Band>,
}

/// Which receipts are forecast.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    All,
    /// Of invoices issued by the origin only.
    Issued,
}

/// A frozen forecast beside what has come of it by now.
#[derive(Debug)]
pub struct Outcome<'f> {
    pub frozen: &'f Frozen,
    /// By the end of each period that is over.
    pub facts: Vec<f64>,
}

impl<'f> Outcome<'f> {
    /// All forecasts of which at least one period is over, the oldest first.
    pub fn all(past: &'f [Frozen], state: &State, periods: usize, scope: Scope) -> Vec<Self> {
        let mut outcomes: Vec<Self> =
            past.iter().map(|frozen| Self::of(frozen, state, periods, scope)).collect();
        outcomes.retain(|outcome| !outcome.facts.is_empty());
        outcomes.sort_by_key(|outcome| outcome.frozen.origin);
        outcomes
    }

    fn of(frozen: &'f Frozen, state: &State, periods: usize, scope: Scope) -> Self {
        let from = state.grid.offset(frozen.origin);
        let grid = super::grid::Grid::new(frozen.origin, state.grid.step);
        let ends = (0..super::real::step(periods)).map(|index| state.grid.offset(grid.end(index)));
        let over = ends.take_while(|end| *end <= 0);
        Self { frozen, facts: over.map(|end| state.fact(scope, from, end)).collect() }
    }

    pub fn member(&self, member: Member) -> Option<&[f64]> {
        let found = self.frozen.members.iter().find(|(of, _)| *of == member);
        found.map(|(_, path)| path.as_slice())
    }

    /// The longest horizon within `period` that is over, counted from zero.
    pub fn reached(&self, period: usize) -> usize {
        period.min(self.facts.len() - 1)
    }
}
