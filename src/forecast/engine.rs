//! The forecast: voices of rates and flows, their blend, whales apart, bands as wide as the past demands.
use rand::SeedableRng;
use rand::rngs::StdRng;

use super::band::Band;
use super::blend;
use super::flow::{Flow, Source};
use super::grid::Step;
use super::member::{Choir, Member, Part};
use super::memory::{Frozen, Outcome, Scope};
use super::rate::paths;
use super::real::mean;
use super::spread::Spread;
use super::state::State;
use super::voice::{Judge, Voice};
use super::whale::Whale;
use super::{pipeline, receivable};

/// Fewer weeks (months) of receipts are little history.
const LITTLE_WEEKS: usize = 8;
const LITTLE_MONTHS: usize = 3;
/// Days by which it is told how much receipts tell.
const YEAR: i32 = 364;
/// The range of little history around its mean.
const LITTLE: Band = Band { p10: 0.4, p50: 1.0, p90: 1.9, mean: 1.0 };

/// What is asked of the engine.
#[derive(Debug, Clone, Copy)]
pub struct Question {
    /// Weeks (months) ahead, at least one.
    pub periods: usize,
    pub draws: usize,
    pub seed: u64,
    pub scope: Scope,
    /// Left out to see what it earns.
    pub without: Option<Part>,
}

/// What a forecast stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// There is nothing to forecast from: «прогноза ещё нет».
    Nothing,
    /// «Мало истории»: the mean of what there is, in a wide range.
    Little,
    /// Receipts alone.
    Receipts,
    /// Receipts and deals or invoices.
    Full,
}

/// The forecast in reals of the simulation; kopecks, or hundredths of things that are counted.
#[derive(Debug, Clone)]
pub struct Draft {
    pub basis: Basis,
    /// By the end of each period.
    pub cumulative: Vec<Band>,
    /// Of each period alone, around the steps of the cumulative middle.
    pub single: Vec<Band>,
    /// The same by the end of each period without the whales.
    pub without_whales: Vec<Band>,
    /// Expected by source and period, before it is fitted to the blend.
    pub sources: Vec<(Source, Vec<f64>)>,
    pub whales: Vec<Whale>,
    pub frozen: Frozen,
}

/// Forecasts from what was known at the origin; `past` is what was said before, to learn from.
pub fn draft(state: &State, past: &[Frozen], question: &Question) -> Draft {
    let outcomes = Outcome::all(past, state, question.periods, question.scope);
    let mut engine = Engine {
        state,
        question,
        series: state.series(),
        judge: Judge {
            outcomes: &outcomes,
            step: state.grid.step,
            weighs: question.without != Some(Part::Weights),
            evidence: evidence(state),
            turn: 0.0,
        },
        chance: StdRng::seed_from_u64(question.seed),
    };
    engine.draft()
}

/// How much the receipts of the last year tell.
fn evidence(state: &State) -> f64 {
    let latest = state.receipts.iter().filter(|receipt| receipt.day > -YEAR);
    blend::evidence(&latest.map(|receipt| receipt.amount).collect::<Vec<_>>())
}

struct Engine<'s> {
    state: &'s State,
    question: &'s Question,
    series: Vec<f64>,
    judge: Judge<'s>,
    chance: StdRng,
}

impl Engine<'_> {
    fn draft(&mut self) -> Draft {
        let rates = self.rates();
        let mut flow = self.flow();
        if let Some(flow) = &flow {
            self.judge.turn = flow.turn();
        }
        let mut voices = self.with_flow(&rates, flow.as_ref());
        let mut blend = self.blend(&mut voices);
        let members = voices.iter().map(Voice::path).collect();
        let mut means: Vec<f64> = blend.cumulative.iter().map(|band| band.mean).collect();
        let mut whales = Vec::new();
        if let Some(flow) = &mut flow {
            let p50 = blend.cumulative.last().map_or(0.0, |band| band.p50);
            whales = Whale::take(flow, p50);
            if !whales.is_empty() {
                voices = self.with_flow(&rates, Some(flow));
                blend = self.blend(&mut voices);
            }
        }
        let basis = self.basis(flow.is_some());
        if basis == Basis::Little && !self.series.is_empty() {
            blend = self.little();
            means = blend.cumulative.iter().map(|band| band.mean).collect();
        }
        let sources = flow.map_or_else(Vec::new, |flow| flow.expected(self.question.periods));
        let said = Said { basis, blend, means, whales, sources, members };
        self.finish(said)
    }

    fn says(&self, part: Part) -> bool {
        self.question.without != Some(part)
    }

    /// Voices of receipts alone.
    fn rates(&mut self) -> Vec<Voice> {
        if self.question.scope == Scope::Issued || self.series.is_empty() {
            return Vec::new();
        }
        let (periods, grid) = (self.question.periods, self.state.grid);
        let draws = self.question.draws;
        let spread = Spread::of(&self.series, grid, periods, draws, &mut self.chance);
        let silent =
            |member: Member| self.question.without.is_some_and(|part| part.silences(member));
        let paths = paths(&self.series, grid, periods).into_iter();
        let heard = paths.filter(|path| !silent(path.member));
        heard.map(|path| Voice::of_path(&path, &spread)).collect()
    }

    /// What deals and invoices bring; `None` when there are none.
    fn flow(&self) -> Option<Flow> {
        let (state, periods) = (self.state, self.question.periods);
        let some = !state.deals.is_empty() || !state.invoices.is_empty();
        if !some || state.grid.step == Step::Month || !self.says(Part::Flow) {
            return None;
        }
        let new = self.question.scope == Scope::All && self.says(Part::New);
        let mut flow = Flow::default();
        if !state.deals.is_empty() {
            pipeline::add(&mut flow, state, periods, new);
        }
        if !state.invoices.is_empty() {
            receivable::add(&mut flow, state, periods, new && state.deals.is_empty());
        }
        Some(flow)
    }

    fn with_flow(&mut self, rates: &[Voice], flow: Option<&Flow>) -> Vec<Voice> {
        let mut voices = rates.to_vec();
        if let Some(flow) = flow {
            let draws = flow.draw(self.question.periods, self.question.draws, &mut self.chance);
            let voice = Voice::of_draws(Member::Flow, &draws);
            if self.says(Part::Calibration) {
                let month = self.state.grid.month();
                let ratio = blend::calibration(Member::Flow, self.judge.outcomes, month);
                voices.push(voice.scaled(Member::Calibrated, ratio));
            }
            voices.push(voice);
        }
        voices
    }

    /// One voice of all, after which the two choirs are among the voices too.
    fn blend(&self, voices: &mut Vec<Voice>) -> Voice {
        for (choir, member) in [(Choir::Rates, Member::Rates), (Choir::Flows, Member::Flows)] {
            voices.extend(self.judge.unite(choir, member, voices));
        }
        let all = self.judge.unite(Choir::Both, Member::Flows, voices);
        all.unwrap_or_else(|| self.flat(Band::default()))
    }

    fn flat(&self, band: Band) -> Voice {
        let periods = self.question.periods;
        let sums = (1..=periods).map(|many| band.scaled(super::real::count(many)));
        let (cumulative, single) = (sums.collect(), vec![band; periods]);
        Voice { member: Member::Rates, cumulative, single }
    }

    fn little(&self) -> Voice {
        self.flat(LITTLE.scaled(mean(&self.series)))
    }

    fn basis(&self, has_flow: bool) -> Basis {
        let least = if self.state.grid.step == Step::Week { LITTLE_WEEKS } else { LITTLE_MONTHS };
        match (self.series.len(), has_flow) {
            (0, false) => Basis::Nothing,
            (weeks, _) if weeks < least && self.question.scope == Scope::All => Basis::Little,
            (_, false) => Basis::Receipts,
            (_, true) => Basis::Full,
        }
    }

    fn finish(&self, said: Said) -> Draft {
        let Said { basis, blend, means, whales, sources, members } = said;
        let wide = self.widening(basis);
        let without_whales =
            risen(blend.cumulative.iter().zip(&wide).map(|(band, by)| band.widened(*by)));
        let cumulative: Vec<Band> = without_whales
            .iter()
            .enumerate()
            .map(|(at, band)| whales.iter().fold(*band, |band, whale| whale.joined(band, at)))
            .zip(means)
            .map(|(band, mean)| Band { mean, ..band })
            .collect();
        let single = steps(&cumulative, &blend.single, wide[0]);
        let frozen = Frozen { origin: self.state.grid.origin, members, blend: blend.cumulative };
        Draft { basis, cumulative, single, without_whales, sources, whales, frozen }
    }

    fn widening(&self, basis: Basis) -> Vec<f64> {
        if basis == Basis::Little || !self.says(Part::Widening) {
            return vec![1.0; self.question.periods];
        }
        blend::widening(self.judge.outcomes, self.question.periods)
    }
}

/// What all members have said, before it becomes one forecast.
struct Said {
    basis: Basis,
    /// Without the whales.
    blend: Voice,
    /// Expected by the end of each period, whales among it.
    means: Vec<f64>,
    whales: Vec<Whale>,
    sources: Vec<(Source, Vec<f64>)>,
    members: Vec<(Member, Vec<f64>)>,
}

/// What has come by the end of a period is never less than by the end of the one before.
fn risen(bands: impl Iterator<Item = Band>) -> Vec<Band> {
    bands
        .scan(Band::default(), |least, band| {
            *least = least.highest(band);
            Some(*least)
        })
        .collect()
}

/// Bands of single periods whose middles are the steps of the cumulative one.
fn steps(cumulative: &[Band], single: &[Band], widening: f64) -> Vec<Band> {
    let before = std::iter::once(Band::default()).chain(cumulative.iter().copied());
    cumulative
        .iter()
        .zip(before)
        .zip(single)
        .map(|((sum, before), single)| {
            let step = (sum.p50 - before.p50).max(0.0);
            let mean = (sum.mean - before.mean).max(0.0);
            if single.p50 > 0.0 && step > 0.0 {
                let fitted = single.scaled(step / single.p50).widened(widening);
                return Band { mean, ..fitted };
            }
            Band { p10: 0.0, p50: step, p90: single.p90.max(step), mean }
        })
        .collect()
}
