//! Money that flows from what is there and what will be added, drawn many times.
use rand::{Rng, RngExt};
use rand_distr::{Distribution, Gamma, Poisson, StandardNormal};

use super::real::{mean, whole};

/// Where expected money comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Source {
    /// Invoices whose day has not come.
    Due,
    /// Invoices past their day.
    Overdue,
    /// Parts of won deals that are still to be paid.
    Scheduled,
    /// Deals «уверен», «вероятно», «возможно».
    Sure,
    Likely,
    Possible,
    /// Open deals of companies that keep no such marks.
    Open,
    /// Deals and invoices that are not there yet.
    New,
    /// By the run rate, where nothing else is known.
    Rate,
}

/// Prospects drawn one by one; the smaller rest is drawn as a sum, by its mean and variance.
const ONE_BY_ONE: usize = 300;
/// More events than this in a week are drawn as a sum.
const MANY: f64 = 64.0;

/// Amounts to draw from.
#[derive(Debug, Clone)]
pub struct Pool {
    amounts: Vec<f64>,
    mean: f64,
    square: f64,
}

impl Pool {
    pub fn new(amounts: Vec<f64>) -> Self {
        let squares: Vec<f64> = amounts.iter().map(|amount| amount * amount).collect();
        Self { mean: mean(&amounts), square: mean(&squares), amounts }
    }

    pub fn mean(&self) -> f64 {
        self.mean
    }

    fn draw(&self, chance: &mut impl Rng) -> f64 {
        match self.amounts.len() {
            0 => 0.0,
            1 => self.amounts[0],
            many => self.amounts[chance.random_range(0..many)],
        }
    }
}

/// Something that may bring its amount once, in one of the weeks ahead.
#[derive(Debug, Clone)]
pub struct Prospect {
    pub source: Source,
    pub deal: Option<usize>,
    /// By week; the rest is the chance of nothing.
    pub chances: Vec<f64>,
    /// Multiplies what is drawn from the pool.
    pub scale: f64,
    pub pool: usize,
}

/// Events that will come at a rate.
#[derive(Debug, Clone)]
pub struct Inflow {
    /// Gamma of the weekly rate: events seen, weeks they were seen in.
    pub seen: f64,
    pub weeks: f64,
    /// Expected wins (or payments) of each week ahead, per event a week.
    pub profile: Vec<f64>,
    pub pool: usize,
    /// The logarithm of the rate ahead over that of the last half year.
    pub turn: f64,
}

/// All that flows.
#[derive(Debug, Clone, Default)]
pub struct Flow {
    pub pools: Vec<Pool>,
    pub prospects: Vec<Prospect>,
    pub inflows: Vec<Inflow>,
    /// Amounts that are sure, by week.
    pub scheduled: Vec<f64>,
    /// Weeks after the event and the share of the amount that comes then.
    pub tranches: Vec<(usize, f64)>,
    /// Variance of what is common to all prospects, relative to one.
    pub shared: f64,
}

/// Receipts by draw and week.
#[derive(Debug, Clone)]
pub struct Draws {
    pub weeks: usize,
    pub values: Vec<f64>,
}

impl Flow {
    /// How far the rate of new events turns away from that of the last half year, as a logarithm: the farthest.
    pub fn turn(&self) -> f64 {
        let turns = self.inflows.iter().map(|inflow| inflow.turn);
        turns.fold(0.0, |far: f64, turn| if turn.abs() > far.abs() { turn } else { far })
    }

    /// Mean receipts by week and source.
    pub fn expected(&self, weeks: usize) -> Vec<(Source, Vec<f64>)> {
        let mut sums: std::collections::BTreeMap<Source, Vec<f64>> =
            std::collections::BTreeMap::new();
        let mut add = |source: Source, by_week: &[f64], scale: f64| {
            let sum = sums.entry(source).or_insert_with(|| vec![0.0; weeks]);
            for (week, chance) in by_week.iter().enumerate() {
                for &(after, share) in &self.tranches {
                    if week + after < weeks {
                        sum[week + after] += chance * scale * share;
                    }
                }
            }
        };
        for prospect in &self.prospects {
            add(
                prospect.source,
                &prospect.chances,
                prospect.scale * self.pools[prospect.pool].mean,
            );
        }
        for inflow in &self.inflows {
            let rate = inflow.seen / inflow.weeks;
            add(Source::New, &inflow.profile, rate * self.pools[inflow.pool].mean);
        }
        if self.scheduled.iter().any(|amount| *amount > 0.0) {
            sums.insert(Source::Scheduled, self.scheduled.clone());
        }
        sums.into_iter().collect()
    }

    pub fn draw(&self, weeks: usize, many: usize, chance: &mut impl Rng) -> Draws {
        let (single, rest) = self.split(weeks);
        let mut values = vec![0.0; weeks * many];
        for row in values.chunks_mut(weeks) {
            self.draw_prospects(&single, &rest, row, chance);
            for inflow in &self.inflows {
                self.draw_inflow(inflow, row, chance);
            }
            for (value, sure) in row.iter_mut().zip(&self.scheduled) {
                *value += sure;
            }
        }
        Draws { weeks, values }
    }

    /// The prospects that move the sum most, and moments of all the others by week.
    fn split(&self, weeks: usize) -> (Vec<Drawn<'_>>, Vec<(f64, f64)>) {
        let weight = |prospect: &Prospect| {
            let all: f64 = prospect.chances.iter().sum();
            all * (1.0 - all) * (prospect.scale * prospect.scale) * self.pools[prospect.pool].square
        };
        let mut order: Vec<&Prospect> = self.prospects.iter().collect();
        if order.len() > ONE_BY_ONE {
            order.sort_by(|a, b| weight(b).total_cmp(&weight(a)));
        }
        let (single, small) = order.split_at(order.len().min(ONE_BY_ONE));
        let mut rest = if small.is_empty() { Vec::new() } else { vec![(0.0, 0.0); weeks] };
        for prospect in small {
            let pool = &self.pools[prospect.pool];
            for ((sum, variance), chance) in rest.iter_mut().zip(&prospect.chances) {
                let expected = chance * prospect.scale * pool.mean;
                *sum += expected;
                *variance += chance * prospect.scale.powi(2) * pool.square - expected * expected;
            }
        }
        (single.iter().map(|prospect| Drawn::of(prospect)).collect(), rest)
    }

    fn draw_prospects(
        &self,
        single: &[Drawn<'_>],
        rest: &[(f64, f64)],
        row: &mut [f64],
        chance: &mut impl Rng,
    ) {
        let common = gamma(1.0 / self.shared.max(1e-6), self.shared.max(1e-6), chance);
        for drawn in single {
            let luck: f64 = chance.random();
            if luck < drawn.all {
                let week = drawn.cumulative.partition_point(|sum| *sum <= luck);
                let pool = &self.pools[drawn.prospect.pool];
                self.pay(week, common * drawn.prospect.scale * pool.draw(chance), row);
            }
        }
        for (week, (mean, variance)) in rest.iter().enumerate() {
            let luck: f64 = StandardNormal.sample(chance);
            self.pay(week, common * (mean + luck * variance.sqrt()).max(0.0), row);
        }
    }

    fn draw_inflow(&self, inflow: &Inflow, row: &mut [f64], chance: &mut impl Rng) {
        let rate = gamma(inflow.seen, 1.0 / inflow.weeks, chance);
        let pool = &self.pools[inflow.pool];
        for (week, per_event) in inflow.profile.iter().enumerate() {
            let events = rate * per_event;
            let sum = if events > MANY {
                let luck: f64 = StandardNormal.sample(chance);
                (events * pool.mean + luck * (events * pool.square).sqrt()).max(0.0)
            } else {
                let happened = Poisson::new(events).map_or(0.0, |poisson| poisson.sample(chance));
                (0..whole(happened)).map(|_| pool.draw(chance)).sum()
            };
            self.pay(week, sum, row);
        }
    }

    fn pay(&self, week: usize, amount: f64, row: &mut [f64]) {
        for &(after, share) in &self.tranches {
            if let Some(value) = row.get_mut(week + after) {
                *value += amount * share;
            }
        }
    }
}

struct Drawn<'f> {
    prospect: &'f Prospect,
    cumulative: Vec<f64>,
    all: f64,
}

impl<'f> Drawn<'f> {
    fn of(prospect: &'f Prospect) -> Self {
        let sums = prospect.chances.iter().scan(0.0, |sum, chance| {
            *sum += chance;
            Some(*sum)
        });
        let cumulative: Vec<f64> = sums.collect();
        let all = cumulative.last().copied().unwrap_or(0.0);
        Self { prospect, cumulative, all }
    }
}

/// Its mean where the parameters allow no gamma.
fn gamma(shape: f64, scale: f64, chance: &mut impl Rng) -> f64 {
    Gamma::new(shape, scale).map_or(shape * scale, |gamma| gamma.sample(chance))
}

impl Draws {
    /// What has come by the end of each week, draw by draw.
    #[must_use]
    pub fn cumulative(&self) -> Self {
        let mut values = self.values.clone();
        for row in values.chunks_mut(self.weeks) {
            for week in 1..row.len() {
                row[week] += row[week - 1];
            }
        }
        Self { weeks: self.weeks, values }
    }

    /// All draws of one week, in order.
    pub fn sorted(&self, week: usize) -> Vec<f64> {
        let mut column: Vec<f64> =
            self.values.iter().skip(week).step_by(self.weeks).copied().collect();
        column.sort_by(f64::total_cmp);
        column
    }

    pub fn many(&self) -> usize {
        self.values.len() / self.weeks.max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecast::real::count;
    use rand::SeedableRng;
    use rand::rngs::StdRng;

    fn flow(many: usize) -> Flow {
        let prospect = |scale: f64| Prospect {
            source: Source::Open,
            deal: None,
            chances: vec![0.2, 0.1, 0.3],
            scale,
            pool: 0,
        };
        Flow {
            pools: vec![Pool::new(vec![0.5, 1.5])],
            prospects: (1..=many).map(|at| prospect(count(at))).collect(),
            inflows: vec![Inflow {
                seen: 40.0,
                weeks: 8.0,
                profile: vec![0.1, 0.3, 0.6],
                pool: 0,
                turn: 0.0,
            }],
            scheduled: vec![0.0, 7.0, 0.0],
            tranches: vec![(0, 0.5), (1, 0.5)],
            shared: 0.01,
        }
    }

    /// Whether drawn one by one or as a sum, the mean of draws is what is expected.
    #[test]
    fn draws_average_to_what_is_expected() {
        for many in [5, 2 * ONE_BY_ONE] {
            let flow = flow(many);
            let draws = flow.draw(3, 4_000, &mut StdRng::seed_from_u64(7));
            for week in 0..3 {
                let found = mean(&draws.sorted(week));
                let expected: f64 = flow.expected(3).iter().map(|(_, weeks)| weeks[week]).sum();
                assert!((found / expected - 1.0).abs() < 0.05, "{many}: {found} {expected}");
            }
        }
    }

    #[test]
    fn what_has_come_never_falls() {
        let sums = flow(5).draw(3, 100, &mut StdRng::seed_from_u64(7)).cumulative();
        assert!(sums.values.chunks(3).all(<[f64]>::is_sorted));
    }
}
