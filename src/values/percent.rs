//! Exact ratios, shown as percents.

use std::cmp::Ordering;
use std::fmt;

use super::number::{divided, written};
use super::russian::NO_BREAK;

/// A ratio `numerator / denominator`, kept exactly and reduced; the denominator is positive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Percent {
    numerator: i128,
    denominator: i128,
}

impl Percent {
    /// `None` when there is nothing to divide by: that is «нет данных», never 0 %.
    pub fn of(part: i64, whole: i64) -> Option<Self> {
        Self::ratio(part.into(), whole.into())
    }

    /// Both sides below 10³⁶; `None` when the denominator is zero.
    pub fn ratio(numerator: i128, denominator: i128) -> Option<Self> {
        if denominator == 0 {
            return None;
        }
        let shared = common(numerator.abs(), denominator.abs()) * denominator.signum();
        Some(Self { numerator: numerator / shared, denominator: denominator / shared })
    }

    /// A whole number of percents, for thresholds: `Percent::whole(85)` is 85 %.
    pub fn whole(percents: i64) -> Self {
        let shared = common(i128::from(percents).abs(), 100);
        Self { numerator: i128::from(percents) / shared, denominator: 100 / shared }
    }

    /// One divided by it; `None` for zero.
    pub fn inverse(self) -> Option<Self> {
        Self::ratio(self.denominator, self.numerator)
    }

    /// What part of the way left after `start` has been gone: `(self − start) / (1 − start)`.
    /// `None` when nothing was left.
    pub fn since(self, start: Self) -> Option<Self> {
        let gone = self.numerator.checked_mul(start.denominator)?
            - start.numerator.checked_mul(self.denominator)?;
        let left = self.denominator.checked_mul(start.denominator - start.numerator)?;
        Self::ratio(gone, left).filter(|_| left > 0)
    }

    /// `value × self`, rounded half away from zero.
    pub fn times(self, value: i64) -> Option<i64> {
        let product = i128::from(value).checked_mul(self.numerator)?;
        i64::try_from(divided(product, self.denominator)).ok()
    }

    /// Percents in units of 10⁻ˢᶜᵃˡᵉ, rounded half away from zero: 66,3 % with scale 1 is 663.
    pub fn rounded(self, scale: u8) -> i64 {
        let factor = 100 * 10_i128.pow(u32::from(scale));
        let scaled = self.numerator.checked_mul(factor).map(|n| divided(n, self.denominator));
        scaled.and_then(|value| i64::try_from(value).ok()).unwrap_or(i64::MAX)
    }

    /// «66»: in a column headed «%».
    pub fn number(self) -> String {
        written(self.below_hundred(0), 0, false)
    }

    /// «66,3 %».
    pub fn tenths(self) -> String {
        format!("{}{NO_BREAK}%", written(self.below_hundred(1), 1, false))
    }

    /// «×1,28»: how many times.
    pub fn factor(self) -> String {
        format!("×{}", written(self.rounded(0), 2, false))
    }

    /// Rounding never says that a plan was met when it was not.
    fn below_hundred(self, scale: u8) -> i64 {
        let full = 100 * 10_i64.pow(u32::from(scale));
        let rounded = self.rounded(scale);
        if rounded == full && self < Self::whole(100) { full - 1 } else { rounded }
    }
}

impl fmt::Display for Percent {
    /// «54 %»; what is a little under a hundred is «99 %».
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{NO_BREAK}%", self.number())
    }
}

impl PartialOrd for Percent {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Percent {
    /// Exact: whole parts first, so that cross products of remainders stay small.
    fn cmp(&self, other: &Self) -> Ordering {
        let whole = self.numerator.div_euclid(self.denominator);
        let other_whole = other.numerator.div_euclid(other.denominator);
        whole.cmp(&other_whole).then_with(|| {
            let left = self.numerator.rem_euclid(self.denominator);
            let right = other.numerator.rem_euclid(other.denominator);
            left.saturating_mul(other.denominator).cmp(&right.saturating_mul(self.denominator))
        })
    }
}

fn common(mut a: i128, mut b: i128) -> i128 {
    while b != 0 {
        if let (Ok(a), Ok(b)) = (u64::try_from(a), u64::try_from(b)) {
            return common_of_small(a, b).into();
        }
        (a, b) = (b, a % b);
    }
    a.max(1)
}

/// Nearly all are: such a division is one instruction.
fn common_of_small(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn seen(percent: Percent) -> String {
        percent.to_string().replace(NO_BREAK, " ")
    }

    #[test]
    fn a_ratio_is_rounded_only_when_shown() {
        let november = Percent::of(121_017_468, 182_500_000).unwrap();
        assert_eq!(seen(november), "66 %");
        assert_eq!(november.tenths().replace(NO_BREAK, " "), "66,3 %");
        assert_eq!(seen(Percent::of(2_610, 4_800).unwrap()), "54 %");
        assert_eq!(seen(Percent::of(-1, 8).unwrap()), "−13 %");
        assert_eq!(Percent::ratio(128, 100).unwrap().factor(), "×1,28");
    }

    #[test]
    fn dividing_by_nothing_is_no_percent() {
        assert_eq!(Percent::of(5, 0), None);
    }

    #[test]
    fn almost_a_hundred_is_not_a_hundred() {
        assert_eq!(seen(Percent::of(9_999, 10_000).unwrap()), "99 %");
        assert_eq!(Percent::of(99_999, 100_000).unwrap().tenths().replace(NO_BREAK, " "), "99,9 %");
        assert_eq!(seen(Percent::of(1, 1).unwrap()), "100 %");
    }

    #[test]
    fn thresholds_are_exact() {
        let close = Percent::of(849_999_999_999_999, 1_000_000_000_000_000).unwrap();
        assert!(close < Percent::whole(85));
        assert!(Percent::of(85, 100).unwrap() >= Percent::whole(85));
    }

    proptest! {
        #[test]
        fn order_is_that_of_fractions(a in -10_000_i64..10_000, b in 1_i64..10_000, c in -10_000_i64..10_000, d in 1_i64..10_000) {
            let (left, right) = (Percent::of(a, b).unwrap(), Percent::of(c, d).unwrap());
            prop_assert_eq!(left.cmp(&right), (a * d).cmp(&(c * b)));
            prop_assert_eq!(left.cmp(&right) == Ordering::Equal, left == right);
        }

        #[test]
        fn a_part_of_the_whole_comes_back(part in -1_000_000_000_i64..1_000_000_000, whole in 1_i64..1_000_000_000) {
            prop_assert_eq!(Percent::of(part, whole).unwrap().times(whole), Some(part));
        }
    }
}
