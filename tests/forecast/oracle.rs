//! What nobody could forecast: an oracle that knows the law of deals by which a company was drawn and the pace of today,
//! but not the pace of tomorrow. What it misses, no forecaster without the gift of prophecy can be asked for.
use chrono::{Days, NaiveDate};
use mayak::forecast::history::{Deal, History};
use mayak::forecast::trial::Watched;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use rand_distr::{Distribution, Poisson};

use crate::company::{Company, FIRST, Kind, lives, workday};
use crate::coverage::{HORIZONS, plan};

const DRAWS: usize = 200;
/// Deals are won less often from this amount on, in kopecks.
const LARGE: i64 = 8_000_000;

/// Deals of one size: their shares won and ended by each day of age, and what the won ones brought.
struct Class {
    share: f64,
    won_by: Vec<f64>,
    ended_by: Vec<f64>,
    amounts: Vec<f64>,
    /// What a won deal brings of what was thought.
    kept: f64,
}

fn thought(deal: &Deal) -> i64 {
    deal.estimates[0].amount.kopecks()
}

impl Class {
    fn of(deals: &[Deal], large: bool) -> Self {
        let own: Vec<&Deal> =
            deals.iter().filter(|deal| (thought(deal) >= LARGE) == large).collect();
        let days = |deal: &Deal| {
            deal.closing.map(|closing| (closing.at.on - deal.created.on).num_days() as usize)
        };
        let (mut won_by, mut ended_by) = (vec![0.0; 2_000], vec![0.0; 2_000]);
        let (mut amounts, mut before) = (Vec::new(), 0.0);
        for deal in &own {
            let (Some(closing), Some(days)) = (deal.closing, days(deal)) else { continue };
            ended_by[days.min(1_999)] += 1.0 / own.len() as f64;
            if closing.won {
                won_by[days.min(1_999)] += 1.0 / own.len() as f64;
                amounts.push(closing.amount.kopecks() as f64);
                before += thought(deal) as f64;
            }
        }
        for day in 1..2_000 {
            won_by[day] += won_by[day - 1];
            ended_by[day] += ended_by[day - 1];
        }
        let kept = amounts.iter().sum::<f64>() / before;
        Self { share: own.len() as f64 / deals.len() as f64, won_by, ended_by, amounts, kept }
    }

    /// That a deal of this age, still open, is won within so many days.
    fn chance(&self, age: usize, within: usize) -> f64 {
        let by = |day: usize| self.won_by[day.min(1_999)];
        (by(age + within) - by(age)) / (1.0 - self.ended_by[age.min(1_999)]).max(1e-9)
    }
}

struct Oracle {
    kind: Kind,
    classes: [Class; 2],
    chance: StdRng,
}

impl Oracle {
    fn of(kind: Kind) -> Self {
        let deals = lives(kind, 100_000);
        let classes = [false, true].map(|large| Class::of(&deals, large));
        Self { kind, classes, chance: StdRng::seed_from_u64(1) }
    }

    /// Receipts of the days after the origin, expected and in the middle of outcomes.
    fn says(&mut self, history: &History, origin: NaiveDate, days: usize) -> (f64, f64) {
        let open = history.deals.iter().filter(|deal| {
            deal.created.on <= origin && deal.closing.is_none_or(|closing| closing.at.on > origin)
        });
        let open: Vec<(f64, f64)> = open
            .map(|deal| {
                let class = &self.classes[usize::from(thought(deal) >= LARGE)];
                let age = (origin - deal.created.on).num_days() as usize;
                (class.chance(age, days), class.kept * thought(deal) as f64)
            })
            .collect();
        let new = [0, 1].map(|class| {
            let own = &self.classes[class];
            let begins = |ahead: usize| {
                let day = origin + Days::new(ahead as u64);
                workday(day) * self.kind.deals_a_week() * self.kind.goes_on(origin, day) * own.share
            };
            (1..=days).map(|day| begins(day) * own.won_by[days - day]).sum::<f64>()
        });
        let mean = |amounts: &[f64]| amounts.iter().sum::<f64>() / amounts.len() as f64;
        let brings = self.classes.iter().zip(new).map(|(class, wins)| wins * mean(&class.amounts));
        let open_brings = open.iter().map(|(chance, amount)| chance * amount);
        let expected: f64 = open_brings.chain(brings).sum();
        let mut draws: Vec<f64> = (0..DRAWS).map(|_| self.draw(&open, &new)).collect();
        draws.sort_by(f64::total_cmp);
        (expected, draws[DRAWS / 2])
    }

    fn draw(&mut self, open: &[(f64, f64)], new: &[f64; 2]) -> f64 {
        let mut sum = 0.0;
        for (chance, amount) in open {
            if self.chance.random::<f64>() < *chance {
                sum += amount;
            }
        }
        for (class, wins) in self.classes.iter().zip(new) {
            let many = Poisson::new(*wins).map_or(0.0, |law| law.sample(&mut self.chance));
            for _ in 0..many as usize {
                sum += class.amounts[self.chance.random_range(0..class.amounts.len())];
            }
        }
        sum
    }
}

fn fact(history: &History, from: NaiveDate, to: NaiveDate) -> f64 {
    let closings = history.deals.iter().filter_map(|deal| deal.closing);
    let inside =
        closings.filter(|closing| closing.won && closing.at.on > from && closing.at.on <= to);
    inside.map(|closing| closing.amount.kopecks() as f64).sum()
}

/// Sums over the scored origins of one company: of facts, of what was expected, of middles.
fn company(oracle: &mut Oracle, seed: u64, weeks: usize) -> [f64; 3] {
    let Company { history, watched } = Company::of(oracle.kind, seed);
    let Watched { to, .. } = watched;
    let mut sums = [0.0; 3];
    let origins = plan(0, None).origins(watched);
    for origin in origins.into_iter().skip(12) {
        let end = origin + Days::new(7 * weeks as u64);
        if end <= to {
            let (expected, middle) = oracle.says(&history, origin, 7 * weeks);
            for (sum, value) in sums.iter_mut().zip([fact(&history, origin, end), expected, middle])
            {
                *sum += value;
            }
        }
    }
    sums
}

#[test]
#[ignore = "minutes: cargo test --release --test forecast -- --ignored --nocapture"]
fn the_least_bias_there_can_be() {
    for (kind, seeds) in [
        (Kind::Steady, 20),
        (Kind::Growing, 20),
        (Kind::Seasonal, 20),
        (Kind::Dying, 20),
        (Kind::Cliff, 20),
        (Kind::TenDeals, 400),
    ] {
        let mut oracle = Oracle::of(kind);
        for weeks in HORIZONS {
            let mut sums = [0.0; 3];
            for seed in 1000..1000 + seeds {
                let of = company(&mut oracle, seed, weeks);
                for (sum, value) in sums.iter_mut().zip(of) {
                    *sum += value;
                }
            }
            let [fact, expected, middle] = sums;
            let percent = |share: f64| format!("{:+.1}", (share - 1.0) * 100.0);
            println!(
                "| {} | {weeks} | {} | {} |",
                kind.name(),
                percent(expected / fact),
                percent(middle / fact),
            );
        }
    }
}
