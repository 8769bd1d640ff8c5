//! What a member says in bands, and how voices become one.
use super::band::Band;
use super::blend::{heed, weights};
use super::flow::Draws;
use super::grid::Step;
use super::member::{Choir, Member};
use super::memory::Outcome;
use super::rate::Path;
use super::real::count;
use super::spread::Spread;

#[derive(Debug, Clone)]
pub struct Voice {
    pub member: Member,
    /// By the end of each period.
    pub cumulative: Vec<Band>,
    /// Of each period alone.
    pub single: Vec<Band>,
}

impl Voice {
    /// A run rate with the spread of its past.
    pub fn of_path(path: &Path, spread: &Spread) -> Self {
        let mut sums = path.periods.iter().scan(0.0, |sum, value| {
            *sum += value;
            Some(*sum)
        });
        let around = |values: &mut dyn Iterator<Item = f64>, bands: &[Band]| {
            values.zip(bands).map(|(value, band)| band.scaled(value)).collect()
        };
        Self {
            member: path.member,
            cumulative: around(&mut sums, &spread.cumulative),
            single: around(&mut path.periods.iter().copied(), &spread.single),
        }
    }

    /// Quantiles of draws.
    pub fn of_draws(member: Member, draws: &Draws) -> Self {
        let sums = draws.cumulative();
        let bands =
            |draws: &Draws| (0..draws.weeks).map(|at| Band::of(&draws.sorted(at))).collect();
        Self { member, cumulative: bands(&sums), single: bands(draws) }
    }

    #[must_use]
    pub fn scaled(&self, member: Member, by: f64) -> Self {
        let scaled = |bands: &[Band]| bands.iter().map(|band| band.scaled(by)).collect();
        Self { member, cumulative: scaled(&self.cumulative), single: scaled(&self.single) }
    }

    /// What this voice expects by the end of each period, in whole kopecks: means, because past ratios and squared errors
    /// are to lead to what outcomes add up to.
    pub fn path(&self) -> (Member, Vec<f64>) {
        (self.member, self.cumulative.iter().map(|band| band.mean.round()).collect())
    }
}

/// Whose errors decide, and whether they do.
pub struct Judge<'o> {
    pub outcomes: &'o [Outcome<'o>],
    pub step: Step,
    /// Without weights all members count alike.
    pub weighs: bool,
    /// How much receipts tell of who forecasts well, from nothing to one.
    pub evidence: f64,
    /// How far the rate of new deals (invoices) turns away from what it was, as a logarithm.
    pub turn: f64,
}

impl Judge<'_> {
    /// One voice of all in the choir, quantile by quantile; `None` when nobody sings.
    pub fn unite(&self, choir: Choir, as_member: Member, voices: &[Voice]) -> Option<Voice> {
        let own: Vec<&Voice> = voices.iter().filter(|voice| choir.has(voice.member)).collect();
        let members: Vec<Member> = own.iter().map(|voice| voice.member).collect();
        let periods = own.first()?.cumulative.len();
        let (mut cumulative, mut single) = (Vec::new(), Vec::new());
        for at in 0..periods {
            let weights = self.weights(choir, &members, at);
            let sum = |band: fn(&Voice) -> &Vec<Band>| {
                let parts = own.iter().zip(&weights);
                parts.fold(Band::default(), |sum, (voice, weight)| {
                    sum.plus(band(voice)[at].scaled(*weight))
                })
            };
            cumulative.push(sum(|voice| &voice.cumulative));
            single.push(sum(|voice| &voice.single));
        }
        Some(Voice { member: as_member, cumulative, single })
    }

    fn weights(&self, choir: Choir, members: &[Member], at: usize) -> Vec<f64> {
        if !self.weighs {
            return vec![1.0 / count(members.len()); members.len()];
        }
        let found = weights(choir, self.step, members, self.outcomes, at, self.evidence);
        match (choir, found.as_slice()) {
            (Choir::Both, [rates, flows]) => {
                let rates = rates * heed(self.turn, self.step, at);
                vec![rates / (rates + flows), flows / (rates + flows)]
            }
            _ => found,
        }
    }
}
