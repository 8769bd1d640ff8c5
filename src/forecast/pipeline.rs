//! Deals as prospects: open ones by their age and size, those not yet created by the pace of creation.
use super::arrival::Arrivals;
use super::flow::{Flow, Inflow, Pool, Prospect, Source};
use super::hazard::Hazards;
use super::history::Category;
use super::real::{count, place};
use super::state::{SeenDeal, State, tranches};

/// Amounts are drawn from so many latest wins.
const LATEST: usize = 400;
/// Wins of one size from which their own amounts are drawn.
const ENOUGH: usize = 12;

/// Adds the company's deals to what flows.
pub fn add(flow: &mut Flow, state: &State, weeks: usize, with_new: bool) {
    let hazards = Hazards::fit(state, weeks);
    let amounts = Amounts::of(state, &hazards, &mut flow.pools);
    for deal in state.deals.iter().filter(|deal| deal.end.is_none()) {
        let (scale, pool) = amounts.of_deal(deal, &hazards);
        flow.prospects.push(Prospect {
            source: source(deal.category),
            deal: Some(deal.index),
            chances: hazards.chances(deal),
            scale,
            pool,
        });
    }
    if with_new {
        flow.inflows.extend(arrivals(state, &hazards, weeks, amounts.won));
    }
    flow.shared = 0.0025 + 1.0 / (recent_wins(state) + 4.0);
    flow.scheduled = scheduled(state, weeks);
    flow.tranches =
        tranches(&state.terms).into_iter().map(|(days, share)| (place(days / 7), share)).collect();
}

fn source(category: Option<Category>) -> Source {
    match category {
        Some(Category::Sure) => Source::Sure,
        Some(Category::Likely) => Source::Likely,
        Some(Category::Possible) => Source::Possible,
        None => Source::Open,
    }
}

/// Pools of what won deals brought.
struct Amounts {
    /// Amounts as they are.
    won: usize,
    /// Amounts over what was thought, of all sizes.
    ratio: usize,
    ratio_by_size: Vec<Option<usize>>,
    won_by_size: Vec<Option<usize>>,
}

impl Amounts {
    fn of(state: &State, hazards: &Hazards, pools: &mut Vec<Pool>) -> Self {
        let mut wins: Vec<(i32, &SeenDeal, f64)> = state
            .deals
            .iter()
            .filter_map(|deal| {
                deal.end.filter(|end| end.won).map(|end| (end.day, deal, end.amount))
            })
            .collect();
        wins.sort_by_key(|(day, deal, _)| (std::cmp::Reverse(*day), deal.index));
        let mut add = |amounts: Vec<f64>| {
            pools.push(Pool::new(amounts));
            pools.len() - 1
        };
        let all = |_: &SeenDeal| true;
        let mut brought = amounts(&wins, all, false);
        if brought.is_empty() && state.norms.is_some() {
            brought = state.deals.iter().filter_map(|deal| deal.value).collect();
        }
        let won = add(brought);
        let ratios = amounts(&wins, all, true);
        let ratio = add(if ratios.is_empty() { vec![1.0] } else { ratios });
        let bins =
            wins.iter().map(|(_, deal, _)| hazards.size(deal)).max().map_or(0, |max| max + 1);
        let mut by_size = |over: bool| -> Vec<Option<usize>> {
            let of = |bin: usize| amounts(&wins, |deal| hazards.size(deal) == bin, over);
            (0..bins).map(of).map(|found| (found.len() >= ENOUGH).then(|| add(found))).collect()
        };
        let (ratio_by_size, won_by_size) = (by_size(true), by_size(false));
        Self { won, ratio, ratio_by_size, won_by_size }
    }

    /// What multiplies, and the pool it multiplies.
    fn of_deal(&self, deal: &SeenDeal, hazards: &Hazards) -> (f64, usize) {
        let size = hazards.size(deal);
        let own = |pools: &[Option<usize>]| pools.get(size).copied().flatten();
        match deal.value.filter(|value| *value > 0.0) {
            Some(value) => (value, own(&self.ratio_by_size).unwrap_or(self.ratio)),
            None => (1.0, own(&self.won_by_size).unwrap_or(self.won)),
        }
    }
}

/// Of the latest wins that fit: their amounts, or these over what was thought.
fn amounts(
    wins: &[(i32, &SeenDeal, f64)],
    fits: impl Fn(&SeenDeal) -> bool,
    over: bool,
) -> Vec<f64> {
    let fitting = wins.iter().filter(|(_, deal, _)| fits(deal));
    let amount = |(_, deal, amount): &(i32, &SeenDeal, f64)| {
        if !over {
            return Some(*amount);
        }
        deal.value.filter(|value| *value > 0.0).map(|value| amount / value)
    };
    fitting.filter_map(amount).take(LATEST).collect()
}

/// Deals not yet created.
fn arrivals(state: &State, hazards: &Hazards, weeks: usize, pool: usize) -> Option<Inflow> {
    let days = state.deals.iter().map(|deal| deal.created);
    let Arrivals { seen, weeks: within, growth, left, turn } =
        Arrivals::of(state.grid, days, weeks)?;
    let mut profile = vec![0.0; weeks];
    for (week, pace) in growth.iter().enumerate() {
        for (sum, chance) in profile.iter_mut().zip(hazards.chances_of_new(week, left)) {
            *sum += chance * pace;
        }
    }
    Some(Inflow { seen, weeks: within, profile, pool, turn })
}

/// Wins of the last quarter, by which the common uncertainty is measured.
fn recent_wins(state: &State) -> f64 {
    let won = |deal: &&SeenDeal| deal.end.is_some_and(|end| end.won && end.day > -91);
    count(state.deals.iter().filter(won).count())
}

/// Parts of deals that are won and not yet paid.
fn scheduled(state: &State, weeks: usize) -> Vec<f64> {
    let mut sums = vec![0.0; weeks];
    let parts = tranches(&state.terms);
    for deal in state.deals.iter().filter(|deal| !deal.invoiced) {
        let Some(end) = deal.end.filter(|end| end.won) else {
            continue;
        };
        for (after, share) in &parts {
            let day = end.day + after;
            if day > 0
                && let Some(sum) = sums.get_mut(place((day - 1) / 7))
            {
                *sum += end.amount * share;
            }
        }
    }
    sums
}
