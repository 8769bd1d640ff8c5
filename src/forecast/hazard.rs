//! How deals end: discrete-time competing risks (won, lost) by age in weeks, with delayed entry, forgetting, shrinkage,
//! and multipliers of what a deal is like.
use std::collections::BTreeMap;

use super::grid::Grid;
use super::history::Label;
use super::likeness::{Likeness, by_label};
use super::real::{count, place};
use super::season::Season;
use super::size::Sizes;
use super::state::{SeenDeal, State};

/// Old weeks count half after so many.
const HALF_LIFE: f64 = 26.0;
/// Ages in weeks that are told apart; older deals are all alike.
const AGES: usize = 160;
/// An age is mixed with its neighbours as if they had had so many ends.
const NEIGHBOUR_ENDS: f64 = 3.0;
/// Neighbours reach so many weeks either way.
const REACH: usize = 4;
/// Neighbours are mixed with what younger ages tell as if these had had so many ends: next to nothing.
const YOUNGER_ENDS: f64 = 0.5;

/// Fewer wins than these tell nothing of a season.
const SEASON_WINS: f64 = 40.0;

/// Chances of one deal: to be won in each week ahead.
pub type Chances = Vec<f64>;

/// A hazard of each age, won and lost.
#[derive(Debug, Clone)]
struct Curve {
    won: Vec<f64>,
    lost: Vec<f64>,
}

#[derive(Debug, Clone)]
pub struct Hazards {
    curve: Curve,
    sizes: Sizes,
    by_size: Vec<Likeness>,
    by_stage: BTreeMap<Label, Likeness>,
    by_owner: BTreeMap<Label, Likeness>,
    /// Factors of the weeks ahead on winning of younger and of older deals.
    season: [Vec<f64>; 2],
    /// The age by which half of the wins have come.
    turn: usize,
}

/// Deals that a week of age saw at risk and ending.
#[derive(Debug, Clone)]
struct Risks {
    exposed: Vec<f64>,
    won: Vec<f64>,
    lost: Vec<f64>,
}

/// The life of a deal in weeks of age, as far as it was watched.
struct Life {
    from: i32,
    to: i32,
    /// The day its age was zero.
    born: i32,
    /// The day since which it was watched.
    watched: i32,
    end: Option<bool>,
}

impl Life {
    /// `watched` is the day since which ends are recorded: a deal older than that entered the study late. The end on that
    /// very day began the record and tells nothing of how often ends come.
    fn of(deal: &SeenDeal, watched: i32) -> Option<Self> {
        let from = (watched - deal.created).max(0).div_euclid(7);
        let last = deal.end.map_or(0, |end| end.day);
        let to = (last - deal.created).div_euclid(7);
        let life = Self { from, to, born: deal.created, watched, end: deal.end.map(|end| end.won) };
        (last > watched && to >= from).then_some(life)
    }

    /// Its weeks of age that count, each with the weight of its date and as far as it was seen.
    fn weeks(&self) -> impl Iterator<Item = (usize, f64)> + '_ {
        let weight = |age: i32| self.weight(age) * self.seen(age);
        (self.from..=self.to).map(move |age| (place(age).min(AGES - 1), weight(age)))
    }

    /// What part of a week of age lies between the beginning of the watch and the origin. Whether a deal has ended in it
    /// or not: were the ended ones counted whole and the others not at all, every hazard would be too high.
    fn seen(&self, age: i32) -> f64 {
        let begins = self.born + 7 * age;
        f64::from((begins + 7).min(1) - begins.max(self.watched)) / 7.0
    }

    fn weight(&self, age: i32) -> f64 {
        let ago = -f64::from(self.born + 7 * age) / 7.0;
        (-ago.max(0.0) / HALF_LIFE).exp2()
    }
}

impl Hazards {
    pub fn fit(state: &State, weeks: usize) -> Self {
        let ends = state.deals.iter().filter_map(|deal| deal.end);
        let watched = ends.map(|end| end.day).min().unwrap_or(0);
        let sizes = Sizes::of(&state.deals);
        let lives: Vec<(Life, &SeenDeal)> = state
            .deals
            .iter()
            .filter_map(|deal| Life::of(deal, watched).map(|life| (life, deal)))
            .collect();
        let curve = Risks::of(&lives).curve();
        let by_size = curve.by_size(&lives, &sizes);
        let turn = turn(&lives);
        let season = [0..turn, turn..AGES]
            .map(|ages| curve.season(&lives, &sizes, &by_size, ages, state.grid, weeks));
        let staged = lives.iter().any(|(_, deal)| deal.stage.is_some());
        let by = |label: fn(&SeenDeal) -> Option<Label>| {
            if staged { by_label(state.deals.iter(), label) } else { BTreeMap::new() }
        };
        let (by_stage, by_owner) = (by(|deal| deal.stage), by(|deal| deal.owner));
        Self { curve, sizes, by_size, by_stage, by_owner, season, turn }
    }

    /// Chances of a deal that is open at the origin.
    pub fn chances(&self, deal: &SeenDeal) -> Chances {
        let like = self.likeness(deal);
        let age = -f64::from(deal.created) / 7.0;
        self.winning(age, 0, like)
    }

    /// Chances per deal that will be created in a week ahead, when `share` of that week is left.
    pub fn chances_of_new(&self, week: usize, share: f64) -> Chances {
        let mut chances = vec![0.0; week];
        let curve = &self.curve;
        let first = share * curve.won[0] * self.season[0][week];
        chances.push(first);
        let alive = 1.0 - first - share * curve.lost[0];
        let later = self.winning(share, week + 1, Likeness::COMMON);
        chances.extend(later.into_iter().map(|chance| chance * alive));
        chances
    }

    /// Chances in the weeks from `week` on, of a deal that will be `age` weeks old at its beginning.
    fn winning(&self, age: f64, week: usize, like: Likeness) -> Chances {
        let mut alive = 1.0;
        let mut age = age;
        (week..self.season[0].len())
            .map(|week| {
                let class = usize::from(super::real::whole(age) >= self.turn);
                let season = self.season[class][week];
                let won = (like.won * season * at(&self.curve.won, age)).min(0.9);
                let lost = (like.lost * at(&self.curve.lost, age)).min(0.95 - won);
                age += 1.0;
                let chance = alive * won;
                alive *= 1.0 - won - lost;
                chance
            })
            .collect()
    }

    fn likeness(&self, deal: &SeenDeal) -> Likeness {
        let size = self.by_size.get(self.sizes.bin(deal)).copied().unwrap_or(Likeness::COMMON);
        let known = |map: &BTreeMap<Label, Likeness>, label: Option<Label>| {
            label.and_then(|label| map.get(&label)).copied().unwrap_or(Likeness::COMMON)
        };
        let stage = known(&self.by_stage, deal.stage);
        let owner = known(&self.by_owner, deal.owner);
        size.times(stage).times(owner)
    }

    pub fn size(&self, deal: &SeenDeal) -> usize {
        self.sizes.bin(deal)
    }
}

/// A hazard between two whole ages.
fn at(hazard: &[f64], age: f64) -> f64 {
    let below = super::real::whole(age.floor()).min(AGES - 1);
    let share = (age - age.floor()).clamp(0.0, 1.0);
    hazard[below] * (1.0 - share) + hazard[(below + 1).min(AGES - 1)] * share
}

impl Risks {
    fn of(lives: &[(Life, &SeenDeal)]) -> Self {
        let none = vec![0.0; AGES];
        let mut risks = Self { exposed: none.clone(), won: none.clone(), lost: none };
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

    fn curve(&self) -> Curve {
        let smooth = |ends: &[f64]| smooth(ends, &self.exposed);
        Curve { won: smooth(&self.won), lost: smooth(&self.lost) }
    }
}

/// Ends over exposure at each age, drawn to its neighbours, and these to what was found for younger ages, the first one
/// to all: where old deals never end the hazard falls to nothing, and where nobody has been so old yet it goes on.
fn smooth(ends: &[f64], exposed: &[f64]) -> Vec<f64> {
    let all: f64 = ends.iter().sum();
    let mut younger = all / exposed.iter().sum::<f64>().max(1e-9);
    if younger <= 0.0 {
        return vec![0.0; ends.len()];
    }
    let around = |values: &[f64], age: usize| {
        let from = age.saturating_sub(REACH);
        let to = (age + REACH).min(AGES - 1);
        let weight = |other: usize| 1.0 - count(other.abs_diff(age)) / (count(REACH) + 1.0);
        (from..=to).map(|other| weight(other) * values[other]).sum::<f64>()
    };
    (0..ends.len())
        .map(|age| {
            let near = (around(ends, age) + YOUNGER_ENDS)
                / (around(exposed, age) + YOUNGER_ENDS / younger);
            younger = near;
            let drawn = (ends[age] + NEIGHBOUR_ENDS) / (exposed[age] + NEIGHBOUR_ENDS / near);
            drawn.min(0.9)
        })
        .collect()
}

impl Curve {
    /// Observed over expected ends of each size, drawn to one.
    fn by_size(&self, lives: &[(Life, &SeenDeal)], sizes: &Sizes) -> Vec<Likeness> {
        let none = Likeness { won: 0.0, lost: 0.0 };
        let mut sums = vec![(none, none); sizes.bins()];
        for (life, deal) in lives {
            let (seen, expected) = &mut sums[sizes.bin(deal)];
            for (age, weight) in life.weeks() {
                expected.won += weight * self.won[age];
                expected.lost += weight * self.lost[age];
            }
            match life.end {
                Some(true) => seen.won += life.weight(life.to),
                Some(false) => seen.lost += life.weight(life.to),
                None => {}
            }
        }
        sums.into_iter().map(|(seen, expected)| Likeness::of(seen, expected)).collect()
    }

    /// Whether wins come more in some months than ages explain.
    fn season(
        &self,
        lives: &[(Life, &SeenDeal)],
        sizes: &Sizes,
        by_size: &[Likeness],
        ages: std::ops::Range<usize>,
        grid: Grid,
        weeks: usize,
    ) -> Vec<f64> {
        let first = lives.iter().map(|(life, _)| grid.index(life.born + 7 * life.from)).min();
        let length = place(-first.unwrap_or(0));
        let (mut expected, mut seen) = (vec![0.0; length], vec![0.0; length]);
        for (life, deal) in lives {
            let like = by_size[sizes.bin(deal)].won;
            for age in (life.from..=life.to).filter(|age| ages.contains(&place(*age).min(AGES - 1)))
            {
                let week = length.saturating_sub(place(-grid.index(life.born + 7 * age)));
                if let Some(sum) = expected.get_mut(week) {
                    *sum += life.seen(age) * like * self.won[place(age).min(AGES - 1)];
                }
            }
            if life.end == Some(true) && ages.contains(&place(life.to).min(AGES - 1)) {
                let day = deal.end.map_or(0, |end| end.day);
                seen[length.saturating_sub(place(-grid.index(day)))] += 1.0;
            }
        }
        let ratios: Vec<f64> =
            seen.iter().zip(&expected).map(|(seen, exp)| (seen + 1.0) / (exp + 1.0)).collect();
        if seen.iter().sum::<f64>() < SEASON_WINS {
            return vec![1.0; weeks];
        }
        Season::fit(&ratios, grid, Season::positions(length, grid)).ahead(grid, weeks)
    }
}

/// The age by which half of the wins have come.
fn turn(lives: &[(Life, &SeenDeal)]) -> usize {
    let won = lives.iter().filter(|(life, _)| life.end == Some(true));
    let mut ages: Vec<usize> = won.map(|(life, _)| place(life.to).min(AGES - 1)).collect();
    ages.sort_unstable();
    ages.get(ages.len() / 2).copied().unwrap_or(1).max(1)
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
        let life = Life::of(deal, watched).unwrap();
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
        let dead = smooth(&ends, &exposed);
        assert!((dead[5] - 0.1).abs() < 0.01 && dead[40] < 0.001, "{} {}", dead[5], dead[40]);
        exposed[10..].fill(0.0);
        let young = smooth(&ends, &exposed);
        assert!((young[40] - 0.1).abs() < 0.02, "{}", young[40]);
    }
}
