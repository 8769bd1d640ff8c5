//! Discrete-time competing risks (won, lost) by age in weeks, with delayed entry, forgetting and shrinkage; to what is
//! usual in the trade where that is known.
use super::history::Norms;
use super::real::{count, place};
use super::state::SeenDeal;

/// Old weeks count half after so many,
const HALF_LIFE: f64 = 26.0;
/// or later where not so many deals ended in them.
const ENDS_TO_FORGET: f64 = 40.0;
/// Ages in weeks that are told apart; older deals are all alike.
pub const AGES: usize = 160;
/// An age is mixed with its neighbours as if they had had so many ends.
const NEIGHBOUR_ENDS: f64 = 3.0;
/// Neighbours reach so many weeks either way.
const REACH: usize = 4;
/// Neighbours are mixed with what younger ages tell as if these had had so many ends: next to nothing;
const YOUNGER_ENDS: f64 = 0.3;
/// with what is usual in the trade by no more deals than these.
const USUAL_EXPOSED: f64 = 10.0;
/// The share of deals that are forgotten in the trade: they are never closed.
const FORGOTTEN: f64 = 0.1;

/// A hazard of each age, won and lost.
#[derive(Debug, Clone)]
pub struct Curve {
    pub won: Vec<f64>,
    pub lost: Vec<f64>,
}

/// Deals that a week of age saw at risk and ending.
#[derive(Debug, Clone)]
pub struct Risks {
    exposed: Vec<f64>,
    won: Vec<f64>,
    lost: Vec<f64>,
}

/// The life of a deal in weeks of age, as far as it was watched.
pub struct Life {
    pub from: i32,
    pub to: i32,
    /// The day its age was zero.
    pub born: i32,
    /// The day since which it was watched.
    watched: i32,
    /// Whether it was won.
    pub end: Option<bool>,
    /// Weeks after which what it tells counts half.
    halving: f64,
}

impl Life {
    /// Of all deals that were watched at all.
    pub fn all(deals: &[SeenDeal]) -> Vec<(Self, &SeenDeal)> {
        let ends = deals.iter().filter_map(|deal| deal.end);
        let watched = ends.map(|end| end.day).min().unwrap_or(0);
        let half_life = half_life(deals);
        let life = |deal: &SeenDeal| Self::of(deal, watched, half_life);
        deals.iter().filter_map(|deal| life(deal).map(|life| (life, deal))).collect()
    }

    /// `watched` is the day since which ends are recorded: a deal older than that entered the study late. The end on that
    /// very day began the record and tells nothing of how often ends come.
    fn of(deal: &SeenDeal, watched: i32, half_life: f64) -> Option<Self> {
        let from = (watched - deal.created).max(0).div_euclid(7);
        let last = deal.end.map_or(0, |end| end.day);
        let to = (last - deal.created).div_euclid(7);
        let life = Self {
            from,
            to,
            born: deal.created,
            watched,
            end: deal.end.map(|end| end.won),
            halving: half_life,
        };
        (last > watched && to >= from).then_some(life)
    }

    /// Its weeks of age that count, each with the weight of its date and as far as it was seen.
    pub fn weeks(&self) -> impl Iterator<Item = (usize, f64)> + '_ {
        let weight = |age: i32| self.weight(age) * self.seen(age);
        (self.from..=self.to).map(move |age| (place(age).min(AGES - 1), weight(age)))
    }

    /// What part of a week of age lies between the beginning of the watch and the origin. Whether a deal has ended in it
    /// or not: were the ended ones counted whole and the others not at all, every hazard would be too high.
    pub fn seen(&self, age: i32) -> f64 {
        let begins = self.born + 7 * age;
        f64::from((begins + 7).min(1) - begins.max(self.watched)) / 7.0
    }

    pub fn weight(&self, age: i32) -> f64 {
        let ago = -f64::from(self.born + 7 * age) / 7.0;
        (-ago.max(0.0) / self.halving).exp2()
    }
}

/// Where few deals end, the old ones are remembered longer.
fn half_life(deals: &[SeenDeal]) -> f64 {
    let since = -7.0 * HALF_LIFE;
    let is_late = |deal: &&SeenDeal| deal.end.is_some_and(|end| f64::from(end.day) > since);
    let late = count(deals.iter().filter(is_late).count());
    HALF_LIFE * (ENDS_TO_FORGET / late.max(1.0)).max(1.0)
}

impl Risks {
    fn none() -> Self {
        let none = vec![0.0; AGES];
        Self { exposed: none.clone(), won: none.clone(), lost: none }
    }

    pub fn of(lives: &[(Life, &SeenDeal)]) -> Self {
        let mut risks = Self::none();
        for (life, _) in lives {
            for (age, weight) in life.weeks() {
                risks.exposed[age] += weight;
            }
            let (age, weight) = (place(life.to).min(AGES - 1), life.weight(life.to));
            match life.end {
                Some(true) => risks.won[age] += weight,
                Some(false) => risks.lost[age] += weight,
                None => {}
            }
        }
        risks
    }

    /// Deals that went as is usual in the trade; some of them were forgotten and never ended.
    fn usual(norms: Norms) -> Self {
        let mut risks = Self::none();
        let won = norms.won.min(1.0 - FORGOTTEN);
        let scale = norms.weeks / 2.0;
        // Ages at the end follow a gamma law of shape two.
        let unended = |age: usize| (1.0 + count(age) / scale) * (-count(age) / scale).exp();
        for age in 0..AGES {
            let ended = norms.deals * (unended(age) - unended(age + 1));
            risks.exposed[age] = norms.deals * (FORGOTTEN + (1.0 - FORGOTTEN) * unended(age));
            risks.won[age] = ended * won;
            risks.lost[age] = ended * (1.0 - FORGOTTEN - won);
        }
        risks
    }

    /// Hazards, mixed with those of the trade as if so many deals had ended that way: `(won + k·p0) / (resolved + k)`,
    /// age by age.
    pub fn curve(&self, norms: Option<Norms>) -> Curve {
        let Some(norms) = norms else {
            return Curve {
                won: smooth(&self.won, &self.exposed, None),
                lost: smooth(&self.lost, &self.exposed, None),
            };
        };
        let usual = Self::usual(norms);
        let exposed = sums(&self.exposed, &usual.exposed);
        let drawn = |own: &[f64], of: &[f64]| {
            let hazard = of.iter().zip(&usual.exposed).map(|(ends, exposed)| ends / exposed);
            smooth(&sums(own, of), &exposed, Some(&hazard.collect::<Vec<_>>()))
        };
        Curve { won: drawn(&self.won, &usual.won), lost: drawn(&self.lost, &usual.lost) }
    }
}

fn sums(own: &[f64], others: &[f64]) -> Vec<f64> {
    own.iter().zip(others).map(|(own, other)| own + other).collect()
}

/// Ends over exposure at each age, drawn to its neighbours, and these to what was found for younger ages, the first one
/// to all: where old deals never end the hazard falls to nothing, and where nobody has been so old yet it goes on. What
/// is usual in the trade stands in for younger ages where it is known.
fn smooth(ends: &[f64], exposed: &[f64], usual: Option<&[f64]>) -> Vec<f64> {
    let all: f64 = ends.iter().sum();
    let mut younger = all / exposed.iter().sum::<f64>().max(1e-9);
    if younger <= 0.0 {
        return vec![0.0; ends.len()];
    }
    (0..ends.len())
        .map(|age| {
            let told = usual.map_or(younger, |usual| usual[age].max(1e-9));
            let most = if usual.is_some() { USUAL_EXPOSED } else { f64::INFINITY };
            let weight = (YOUNGER_ENDS / told).min(most);
            let near = (around(ends, age) + weight * told) / (around(exposed, age) + weight);
            younger = near;
            let drawn = (ends[age] + NEIGHBOUR_ENDS) / (exposed[age] + NEIGHBOUR_ENDS / near);
            drawn.min(0.9)
        })
        .collect()
}

/// The sum over neighbouring ages, the nearest counting most.
fn around(values: &[f64], age: usize) -> f64 {
    let from = age.saturating_sub(REACH);
    let to = (age + REACH).min(AGES - 1);
    let weight = |other: usize| 1.0 - count(other.abs_diff(age)) / (count(REACH) + 1.0);
    (from..=to).map(|other| weight(other) * values[other]).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecast::state::End;

    fn deal(created: i32, end: Option<i32>) -> SeenDeal {
        SeenDeal {
            index: 0,
            created,
            end: end.map(|day| End { day, won: true, amount: 1.0 }),
            value: None,
            size: None,
            owner: None,
            stage: None,
            category: None,
            invoiced: false,
        }
    }

    fn weeks(deal: &SeenDeal, watched: i32) -> Vec<(usize, f64)> {
        let life = Life::of(deal, watched, HALF_LIFE).unwrap();
        (life.from..=life.to).map(|age| (place(age), life.seen(age))).collect()
    }

    /// Created nine days ago: of its second week three days have been seen, the day of origin among them.
    #[test]
    fn a_week_counts_as_far_as_it_was_seen_whether_a_deal_ended_in_it_or_not() {
        let seen = vec![(0, 1.0), (1, 3.0 / 7.0)];
        assert_eq!(weeks(&deal(-9, None), -100), seen);
        assert_eq!(weeks(&deal(-9, Some(-1)), -100), seen);
    }

    #[test]
    fn a_deal_older_than_the_watch_enters_late() {
        assert_eq!(weeks(&deal(-30, Some(-16)), -20), vec![(1, 4.0 / 7.0), (2, 1.0)]);
    }

    #[test]
    fn old_deals_that_never_end_have_no_hazard_and_unseen_ages_that_of_the_last_seen() {
        let (mut ends, mut exposed) = (vec![0.0; AGES], vec![0.0; AGES]);
        ends[..10].fill(10.0);
        exposed[..10].fill(100.0);
        exposed[10..60].fill(30.0);
        let dead = smooth(&ends, &exposed, None);
        assert!((dead[5] - 0.1).abs() < 0.01 && dead[40] < 0.001, "{} {}", dead[5], dead[40]);
        exposed[10..].fill(0.0);
        let young = smooth(&ends, &exposed, None);
        assert!((young[40] - 0.1).abs() < 0.02, "{}", young[40]);
    }

    fn lives(won: usize, lost: usize) -> Vec<SeenDeal> {
        // One closing began the record and does not count.
        let ended = |at: usize, won: bool| SeenDeal {
            end: Some(End { day: if at == 0 { -70 } else { -1 }, won, amount: 1.0 }),
            ..deal(-71, None)
        };
        (0..=won).map(|at| ended(at, true)).chain((0..lost).map(|_| ended(1, false))).collect()
    }

    /// That a new deal is won at all.
    fn won_at_last(curve: &Curve) -> f64 {
        let ages = curve.won.iter().zip(&curve.lost);
        let (won, _) = ages.fold((0.0, 1.0), |(sum, alive), (won, lost)| {
            (sum + alive * won, alive * (1.0 - won - lost))
        });
        won
    }

    const NORMS: Norms = Norms { won: 0.35, weeks: 6.0, deals: 10.0 };

    #[test]
    fn without_a_closing_of_its_own_a_company_is_told_by_its_trade() {
        let found = won_at_last(&Risks::none().curve(Some(NORMS)));
        assert!((found - 0.35).abs() < 0.03, "{found}");
        assert!(won_at_last(&Risks::none().curve(None)) < 1e-9);
    }

    /// «КП: 18 resolved, 9 won, p0 35 % → 44,6 %», of deals that end at all.
    #[test]
    fn own_closings_outweigh_the_trade_by_their_number() {
        let deals = lives(9, 9);
        let lives = Life::all(&deals);
        let (own, usual) = (Risks::of(&lives), Risks::usual(NORMS));
        let sum = |ends: &[f64]| ends.iter().sum::<f64>();
        let (won, lost) = (sum(&own.won) + sum(&usual.won), sum(&own.lost) + sum(&usual.lost));
        // Of ten usual deals one is forgotten: 3.5 won and 5.5 lost.
        assert!((won / (won + lost) - (9.0 + 3.5) / 27.0).abs() < 0.005, "{won} {lost}");
        let many = lives_of(900, 900);
        assert!((many - 0.5).abs() < 0.02, "{many}");
    }

    fn lives_of(won: usize, lost: usize) -> f64 {
        let deals = lives(won, lost);
        won_at_last(&Risks::of(&Life::all(&deals)).curve(Some(NORMS)))
    }
}
