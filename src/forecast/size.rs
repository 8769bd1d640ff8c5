//! Sizes of deals, told apart because large ones are won less often and later.
use std::collections::BTreeMap;

use super::history::Label;
use super::state::SeenDeal;

/// Bins of size: the given label, else the fifth of the amounts a deal belongs to, each amount a bin when they are few.
#[derive(Debug, Clone)]
pub struct Sizes {
    labels: BTreeMap<Label, usize>,
    edges: Vec<f64>,
}

impl Sizes {
    const FEW: usize = 8;

    pub fn of(deals: &[SeenDeal]) -> Self {
        let labels: BTreeMap<Label, usize> =
            deals.iter().filter_map(|deal| deal.size).map(|label| (label, 0)).collect();
        let numbered = labels.into_keys().enumerate().map(|(bin, label)| (label, bin));
        let labels = numbered.collect();
        let mut values: Vec<f64> = deals.iter().filter_map(|deal| deal.value).collect();
        values.sort_by(f64::total_cmp);
        let mut distinct = values.clone();
        distinct.dedup();
        let edges = if distinct.len() <= Self::FEW {
            distinct.into_iter().skip(1).collect()
        } else {
            (1..5).map(|fifth| values[values.len() * fifth / 5]).collect()
        };
        Self { labels, edges }
    }

    pub fn bins(&self) -> usize {
        self.labels.len() + self.edges.len() + 2
    }

    /// Labels first, then amounts, then what has neither.
    pub fn bin(&self, deal: &SeenDeal) -> usize {
        let labelled = deal.size.and_then(|label| self.labels.get(&label)).copied();
        let by_value =
            |value: f64| self.labels.len() + self.edges.partition_point(|edge| *edge <= value);
        labelled.or_else(|| deal.value.map(by_value)).unwrap_or(self.bins() - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn deal(size: Option<Label>, value: Option<f64>) -> SeenDeal {
        SeenDeal {
            index: 0,
            created: -7,
            end: None,
            value,
            size,
            owner: None,
            stage: None,
            category: None,
            invoiced: false,
        }
    }

    #[test]
    fn a_few_amounts_are_sizes_of_their_own() {
        let deals = [50.0, 50.0, 900.0, 5_000.0].map(|value| deal(None, Some(value)));
        let sizes = Sizes::of(&deals);
        let bins: Vec<usize> = deals.iter().map(|deal| sizes.bin(deal)).collect();
        assert_eq!(bins, [0, 0, 1, 2]);
    }

    #[test]
    fn a_label_goes_before_the_amount_and_nothing_is_a_size_too() {
        let deals = [deal(Some(7), Some(50.0)), deal(None, Some(50.0)), deal(None, None)];
        let sizes = Sizes::of(&deals);
        let bins: Vec<usize> = deals.iter().map(|deal| sizes.bin(deal)).collect();
        assert_eq!(bins, [0, 1, sizes.bins() - 1]);
    }
}
