//! What a deal has in common with others, as multipliers of its hazards.
use std::collections::BTreeMap;

use super::history::Label;
use super::state::SeenDeal;

/// A multiplier is drawn to one by so many ends.
const ENDS: f64 = 10.0;
/// Sizes are few and money hangs on them: what is drawn to one makes large deals too likely, small ones too little.
const SIZE_ENDS: f64 = 5.0;

/// What multiplies the hazards of a deal.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Likeness {
    pub won: f64,
    pub lost: f64,
}

impl Likeness {
    pub const COMMON: Self = Self { won: 1.0, lost: 1.0 };
}

impl Likeness {
    /// Observed over expected ends of a size, drawn to one.
    pub fn of(seen: Self, expected: Self) -> Self {
        let drawn = |seen: f64, expected: f64| (seen + SIZE_ENDS) / (expected + SIZE_ENDS);
        Self { won: drawn(seen.won, expected.won), lost: drawn(seen.lost, expected.lost) }
    }

    #[must_use]
    pub fn times(self, other: Self) -> Self {
        Self { won: self.won * other.won, lost: self.lost * other.lost }
    }
}

/// Won among ended by label, against all: Beta with the weight of ten deals.
pub fn by_label<'d>(
    deals: impl Iterator<Item = &'d SeenDeal>,
    label: fn(&SeenDeal) -> Option<Label>,
) -> BTreeMap<Label, Likeness> {
    let mut ends: BTreeMap<Label, [f64; 2]> = BTreeMap::new();
    let mut all = [1.0, 1.0];
    for deal in deals {
        let (Some(end), Some(label)) = (deal.end, label(deal)) else {
            continue;
        };
        ends.entry(label).or_default()[usize::from(end.won)] += 1.0;
        all[usize::from(end.won)] += 1.0;
    }
    let common = all[1] / (all[0] + all[1]);
    let like = |[lost, won]: [f64; 2]| {
        let share = (won + ENDS * common) / (won + lost + ENDS);
        Likeness { won: share / common, lost: (1.0 - share) / (1.0 - common) }
    };
    ends.into_iter().map(|(label, ends)| (label, like(ends))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecast::state::End;

    fn ended(stage: Label, won: bool) -> SeenDeal {
        SeenDeal {
            index: 0,
            created: -30,
            end: Some(End { day: -1, won, amount: 1.0 }),
            value: None,
            size: None,
            owner: None,
            stage: Some(stage),
            category: None,
            invoiced: false,
        }
    }

    #[test]
    fn a_stage_where_more_is_won_raises_the_chance_as_far_as_ten_deals_allow() {
        let mut deals = vec![ended(1, true); 9];
        deals.extend(vec![ended(1, false); 9]);
        deals.extend(vec![ended(2, false); 18]);
        let found = by_label(deals.iter(), |deal| deal.stage);
        // Of all 10 of 38 won (one added each way), of the stage (9 + 10 · 10/38) of 28.
        let common = 10.0 / 38.0;
        let share = (9.0 + 10.0 * common) / 28.0;
        assert!((found[&1].won - share / common).abs() < 1e-9, "{found:?}");
        assert!(found[&2].won < 1.0);
    }
}
