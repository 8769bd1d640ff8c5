//! Deals so large that a mean of winning and losing them would be neither: shown apart.
use super::band::Band;
use super::flow::Flow;

/// A deal over this share of the whole horizon's P50 is a whale.
const SHARE: f64 = 0.25;
/// No more than these are shown apart.
const MOST: usize = 3;

#[derive(Debug, Clone, PartialEq)]
pub struct Whale {
    /// Its place in the history.
    pub deal: usize,
    /// What it brings when it is won.
    pub amount: f64,
    /// The chance that it has been won by the end of each period.
    pub chances: Vec<f64>,
}

impl Whale {
    /// Takes the whales out of what flows, the largest first.
    pub fn take(flow: &mut Flow, p50: f64) -> Vec<Self> {
        let amount = |index: usize| {
            let prospect = &flow.prospects[index];
            prospect.scale * flow.pools[prospect.pool].mean()
        };
        let deals = (0..flow.prospects.len()).filter(|index| flow.prospects[*index].deal.is_some());
        let mut found: Vec<(usize, f64)> = deals
            .map(|index| (index, amount(index)))
            .filter(|(_, amount)| *amount > SHARE * p50 && *amount > 0.0)
            .collect();
        found.sort_by(|a, b| b.1.total_cmp(&a.1));
        found.truncate(MOST);
        let whales = found.iter().map(|(index, amount)| {
            let prospect = &flow.prospects[*index];
            let sums = prospect.chances.iter().scan(0.0, |sum, chance| {
                *sum += chance;
                Some(*sum)
            });
            Self {
                deal: prospect.deal.unwrap_or_default(),
                amount: *amount,
                chances: sums.collect(),
            }
        });
        let whales: Vec<Self> = whales.collect();
        let taken: Vec<usize> = found.into_iter().map(|(index, _)| index).collect();
        let mut index = 0;
        flow.prospects.retain(|_| {
            index += 1;
            !taken.contains(&(index - 1))
        });
        whales
    }

    /// That it is won within the horizon.
    pub fn chance(&self) -> f64 {
        self.chances.last().copied().unwrap_or(0.0)
    }

    /// The range with this deal in it: won or not at each quantile, never a part of it; its mean by the chance.
    #[must_use]
    pub fn joined(&self, range: Band, period: usize) -> Band {
        let chance = self.chances.get(period).copied().unwrap_or(0.0);
        let from = |least: f64| if chance >= least { self.amount } else { 0.0 };
        let mean = chance * self.amount;
        range.plus(Band { p10: from(0.9), p50: from(0.5), p90: from(0.1), mean })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecast::flow::{Pool, Prospect, Source};

    fn flow(amounts: &[f64]) -> Flow {
        let prospect = |(deal, scale): (usize, &f64)| Prospect {
            source: Source::Open,
            deal: Some(deal),
            chances: vec![0.2, 0.3],
            scale: *scale,
            pool: 0,
        };
        Flow {
            pools: vec![Pool::new(vec![1.0])],
            prospects: amounts.iter().enumerate().map(prospect).collect(),
            ..Flow::default()
        }
    }

    #[test]
    fn a_deal_over_a_quarter_of_the_horizon_is_taken_out() {
        let mut flow = flow(&[100.0, 3_000.0, 200.0]);
        let whales = Whale::take(&mut flow, 10_000.0);
        assert_eq!(whales.iter().map(|whale| whale.deal).collect::<Vec<_>>(), [1]);
        assert_eq!(flow.prospects.iter().filter_map(|of| of.deal).collect::<Vec<_>>(), [0, 2]);
    }

    #[test]
    fn it_is_in_a_quantile_as_a_whole_or_not_at_all() {
        let whale = Whale::take(&mut flow(&[3_000.0]), 10_000.0).remove(0);
        let range = Band { p10: 80.0, p50: 100.0, p90: 120.0, mean: 100.0 };
        let maybe = Band { p90: 3_120.0, mean: 700.0, ..range };
        assert_eq!(whale.joined(range, 0), maybe);
        assert_eq!(whale.joined(range, 1), Band { p50: 3_100.0, mean: 1_600.0, ..maybe });
    }
}
