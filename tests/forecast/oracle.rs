//! What nobody could forecast: an oracle that knows the law of deals by which a company was drawn and the pace of today,
//! how it has changed in the last quarter,
//! but not the pace of tomorrow. What it misses, no forecaster without the gift of prophecy can be asked for.
use chrono::{Days, NaiveDate};
use mayak::forecast::history::{Deal, History};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use rand_distr::{Distribution, Poisson};

use crate::company::{Company, Kind, lives, workday};
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

pub struct Oracle {
    kind: Kind,
    classes: [Class; 2],
    chance: StdRng,
}

/// What an oracle expects of the days after an origin.
struct Expected {
    /// Chances and amounts of open deals.
    open: Vec<(f64, f64)>,
    /// How many new deals of each class are won.
    new: [f64; 2],
}

impl Oracle {
    /// Kinds of which it knows the law.
    pub fn of(kind: Kind) -> Option<Self> {
        let known = [
            Kind::Steady,
            Kind::Growing,
            Kind::Seasonal,
            Kind::Dying,
            Kind::Cliff,
            Kind::StepChange,
            Kind::TenDeals,
        ];
        known.contains(&kind).then(|| {
            let deals = lives(kind, 100_000);
            let classes = [false, true].map(|large| Class::of(&deals, large));
            Self { kind, classes, chance: StdRng::seed_from_u64(1) }
        })
    }

    fn expects(&self, history: &History, origin: NaiveDate, days: usize) -> Expected {
        let open = history.deals.iter().filter(|deal| {
            deal.created.on <= origin && deal.closing.is_none_or(|closing| closing.at.on > origin)
        });
        let open = open.map(|deal| {
            let class = &self.classes[usize::from(thought(deal) >= LARGE)];
            let age = (origin - deal.created.on).num_days() as usize;
            (class.chance(age, days), class.kept * thought(deal) as f64)
        });
        let begins: Vec<f64> = (1..=days)
            .map(|ahead| {
                let day = origin + Days::new(ahead as u64);
                workday(day) * self.kind.deals_a_week() * self.kind.goes_on(origin, day)
            })
            .collect();
        let new = [0, 1].map(|class| {
            let own = &self.classes[class];
            let wins = begins.iter().zip((0..days).rev()).map(|(many, age)| many * own.won_by[age]);
            own.share * wins.sum::<f64>()
        });
        Expected { open: open.collect(), new }
    }

    fn mean(&self, expected: &Expected) -> f64 {
        let mean = |amounts: &[f64]| amounts.iter().sum::<f64>() / amounts.len() as f64;
        let new = self.classes.iter().zip(expected.new);
        let new: f64 = new.map(|(class, wins)| wins * mean(&class.amounts)).sum();
        new + expected.open.iter().map(|(chance, amount)| chance * amount).sum::<f64>()
    }

    fn middle(&mut self, expected: &Expected) -> f64 {
        let mut draws: Vec<f64> = (0..DRAWS).map(|_| self.draw(expected)).collect();
        draws.sort_by(f64::total_cmp);
        draws[DRAWS / 2]
    }

    fn draw(&mut self, expected: &Expected) -> f64 {
        let mut sum = 0.0;
        for (chance, amount) in &expected.open {
            if self.chance.random::<f64>() < *chance {
                sum += amount;
            }
        }
        for (class, wins) in self.classes.iter().zip(expected.new) {
            let many = Poisson::new(wins).map_or(0.0, |law| law.sample(&mut self.chance));
            for _ in 0..many as usize {
                sum += class.amounts[self.chance.random_range(0..class.amounts.len())];
            }
        }
        sum
    }

    /// What it expects of all scored origins of a company together.
    pub fn sum(&self, company: &Company, weeks: usize) -> f64 {
        let origins = scored(company, weeks).into_iter();
        let expected = origins.map(|origin| self.expects(&company.history, origin, 7 * weeks));
        expected.map(|expected| self.mean(&expected)).sum()
    }
}

/// Origins whose windows of so many weeks are over.
fn scored(company: &Company, weeks: usize) -> Vec<NaiveDate> {
    let origins = plan(0, None).origins(company.watched).into_iter().skip(12);
    origins
        .take_while(|origin| *origin + Days::new(7 * weeks as u64) <= company.watched.to)
        .collect()
}

fn fact(history: &History, from: NaiveDate, to: NaiveDate) -> f64 {
    let closings = history.deals.iter().filter_map(|deal| deal.closing);
    let inside =
        closings.filter(|closing| closing.won && closing.at.on > from && closing.at.on <= to);
    inside.map(|closing| closing.amount.kopecks() as f64).sum()
}

#[test]
#[ignore = "minutes: cargo test --release --test forecast -- --ignored --nocapture"]
fn the_least_bias_there_can_be() {
    for kind in Kind::ALL {
        let Some(mut oracle) = Oracle::of(kind) else { continue };
        let many = if kind == Kind::TenDeals { 400 } else { 20 };
        let companies: Vec<Company> =
            (1000..1000 + many).map(|seed| Company::of(kind, seed)).collect();
        for weeks in HORIZONS {
            let (mut facts, mut means, mut middles) = (0.0, 0.0, 0.0);
            for company in &companies {
                for origin in scored(company, weeks) {
                    let expected = oracle.expects(&company.history, origin, 7 * weeks);
                    let end = origin + Days::new(7 * weeks as u64);
                    facts += fact(&company.history, origin, end);
                    means += oracle.mean(&expected);
                    middles += oracle.middle(&expected);
                }
            }
            let percent = |share: f64| format!("{:+.1}", (share - 1.0) * 100.0);
            println!(
                "| {} | {weeks} | {} | {} |",
                kind.name(),
                percent(means / facts),
                percent(middles / facts),
            );
        }
    }
}
