//! How deals end: the risks of their age, multiplied by what a deal is like and by the season.
use std::collections::BTreeMap;

use super::grid::Grid;
use super::history::Label;
use super::likeness::{Likeness, by_label};
use super::real::place;
use super::risk::{AGES, Curve, Life, Risks};
use super::season::Season;
use super::size::Sizes;
use super::state::{SeenDeal, State};

/// Fewer wins than these tell nothing of a season.
const SEASON_WINS: f64 = 40.0;

/// Chances of one deal: to be won in each week ahead.
pub type Chances = Vec<f64>;

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

impl Hazards {
    pub fn fit(state: &State, weeks: usize) -> Self {
        let sizes = Sizes::of(&state.deals);
        let lives = Life::all(&state.deals);
        let curve = Risks::of(&lives).curve(state.norms);
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
