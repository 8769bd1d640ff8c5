//! The engine tried on the past: a forecast at each origin from what was known then, beside what came and beside two
//! simple rules.
mod cell;
mod file;
mod ledger;
mod refusal;
mod score;
mod table;

pub use file::{File, Kind};
pub use ledger::Ledger;
pub use refusal::Refusal;
pub use score::{Score, Trial};
pub use table::Table;

use chrono::NaiveDate;

use super::band::Band;
use super::engine::{Question, draft};
use super::grid::{Grid, Step};
use super::history::History;
use super::member::Part;
use super::memory::{Frozen, Scope};
use super::real::{count, step};
use super::state::{Measure, State};

/// Forecasts before the first scored one are made to learn from; they begin with so many periods of history.
const LEARN_FROM: usize = 7;

#[derive(Debug, Clone, Copy)]
pub struct Plan {
    pub step: Step,
    pub measure: Measure,
    pub scope: Scope,
    /// Weeks since the first closing (payment, receipt) before the first scored origin.
    pub warm_up: usize,
    pub draws: usize,
    pub seed: u64,
    /// Left out to see what it earns.
    pub without: Option<Part>,
}

/// Days between which a file tells the truth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Watched {
    /// The first closing.
    pub from: NaiveDate,
    /// The last day on which anything was recorded.
    pub to: NaiveDate,
}

/// Scores by horizon in periods.
pub type Report = Vec<(usize, Score)>;

impl Plan {
    pub fn horizons(&self) -> &'static [usize] {
        match self.step {
            Step::Week => &[4, 8, 13],
            Step::Month => &[1, 3],
        }
    }

    fn periods(&self) -> usize {
        if self.step == Step::Week { 13 } else { 3 }
    }

    /// Ends of all periods that are watched, with the number of periods up to each.
    pub fn origins(&self, watched: Watched) -> Vec<NaiveDate> {
        let first = Grid::last_day(watched.from, self.step);
        let next = |origin: &NaiveDate| Some(Grid::new(*origin, self.step).end(0));
        std::iter::successors(Some(first), next).take_while(|end| *end <= watched.to).collect()
    }

    /// Periods before the first scored origin.
    fn before(&self) -> usize {
        if self.step == Step::Week { self.warm_up } else { (self.warm_up * 12).div_ceil(52) }
    }

    /// Runs through all origins, telling after each how many of them are done.
    pub fn run(
        &self,
        history: &History,
        watched: Watched,
        mut tell: impl FnMut(usize, usize),
    ) -> Report {
        let origins = self.origins(watched);
        let ledger = Ledger::of(history, self.measure);
        let mut past: Vec<Frozen> = Vec::new();
        let mut trials: Vec<Vec<Trial>> = vec![Vec::new(); self.horizons().len()];
        let least = if self.step == Step::Week { LEARN_FROM } else { 1 };
        for (at, origin) in origins.iter().enumerate().skip(least - 1) {
            let scored = at + 1 >= self.before();
            let state = State::at(history, *origin, self.step, self.measure);
            let draft = draft(&state, &past, &self.question(at));
            let rates = Rates::of(&ledger, state.grid, at + 1);
            for (trials, periods) in trials.iter_mut().zip(self.horizons()) {
                let end = state.grid.end(step(*periods) - 1);
                if scored && end <= watched.to {
                    let fact = self.fact(history, &ledger, *origin, end);
                    trials.push(rates.trial(*periods, draft.cumulative[periods - 1], fact));
                }
            }
            past.push(draft.frozen);
            tell(at + 1, origins.len());
        }
        let scores = trials.iter().map(|trials| Score::of(trials));
        self.horizons().iter().copied().zip(scores).collect()
    }

    fn question(&self, at: usize) -> Question {
        let seed = self.seed.wrapping_add(u64::try_from(at).unwrap_or(0));
        Question {
            periods: self.periods(),
            draws: self.draws,
            seed,
            scope: self.scope,
            without: self.without,
        }
    }

    fn fact(&self, history: &History, ledger: &Ledger, origin: NaiveDate, end: NaiveDate) -> f64 {
        if self.scope == Scope::All {
            return ledger.between(origin, end);
        }
        let issued = History {
            invoices: history
                .invoices
                .iter()
                .filter(|invoice| invoice.issued.on <= origin)
                .cloned()
                .collect(),
            ..History::default()
        };
        Ledger::of(&issued, self.measure).between(origin, end)
    }
}

/// The two simple rules: per period.
struct Rates {
    naive: f64,
    run_rate: f64,
}

impl Rates {
    /// Where there is less history than a rule looks back on, the mean of what there is.
    fn of(ledger: &Ledger, grid: Grid, over: usize) -> Self {
        let mean = |periods: usize| {
            let periods = periods.min(over);
            ledger.between(grid.end(-step(periods) - 1), grid.origin) / count(periods)
        };
        Self { naive: mean(grid.month()), run_rate: mean(grid.quarter()) }
    }

    fn trial(&self, periods: usize, band: Band, fact: f64) -> Trial {
        let ahead = count(periods);
        Trial { band, fact, naive: self.naive * ahead, run_rate: self.run_rate * ahead }
    }
}
