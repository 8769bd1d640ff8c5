//! A range of outcomes.
use super::real::{self, count, whole};

/// Ten, fifty and ninety per cent of outcomes lie below; kopecks, or a number of things. The mean is what many such
/// outcomes add up to: above the middle where a few large ones are possible.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Band {
    pub p10: f64,
    pub p50: f64,
    pub p90: f64,
    pub mean: f64,
}

impl Band {
    /// Of outcomes in order.
    pub fn of(sorted: &[f64]) -> Self {
        Self {
            p10: quantile(sorted, 0.1),
            p50: quantile(sorted, 0.5),
            p90: quantile(sorted, 0.9),
            mean: real::mean(sorted),
        }
    }

    /// The same amount for sure.
    pub fn sure(amount: f64) -> Self {
        Self { p10: amount, p50: amount, p90: amount, mean: amount }
    }

    #[must_use]
    pub fn scaled(self, by: f64) -> Self {
        Self { p10: self.p10 * by, p50: self.p50 * by, p90: self.p90 * by, mean: self.mean * by }
    }

    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            p10: self.p10 + other.p10,
            p50: self.p50 + other.p50,
            p90: self.p90 + other.p90,
            mean: self.mean + other.mean,
        }
    }

    /// The higher of two, end by end.
    #[must_use]
    pub fn highest(self, other: Self) -> Self {
        Self {
            p10: self.p10.max(other.p10),
            p50: self.p50.max(other.p50),
            p90: self.p90.max(other.p90),
            mean: self.mean.max(other.mean),
        }
    }

    /// The distances of both ends from the middle multiplied: as ratios while the lower end is a fair part of the middle, else as sums.
    #[must_use]
    pub fn widened(self, by: f64) -> Self {
        let Self { p10, p50, p90, mean } = self;
        if p10 > 0.02 * p50 && p50 > 0.0 {
            let far = |end: f64| p50 * ((end / p50).ln() * by).clamp(-4.0, 4.0).exp();
            return Self { p10: far(p10), p50, p90: far(p90), mean };
        }
        Self { p10: (p50 - (p50 - p10) * by).max(0.0), p50, p90: p50 + (p90 - p50) * by, mean }
    }

    /// Where a fact lies in units of the band's own half width on its side, about one for an end of the band.
    pub fn distance(self, fact: f64) -> f64 {
        let Self { p10, p50, p90, .. } = self;
        if p10 > 0.02 * p50 && fact > 0.02 * p50 {
            let end = if fact < p50 { p10 } else { p90 };
            return (fact / p50).ln().abs() / (end / p50).ln().abs().max(1e-3);
        }
        let half = if fact < p50 { p50 - p10 } else { p90 - p50 };
        (fact - p50).abs() / half.max(1e-3 * p50.abs()).max(1e-9)
    }
}

/// Between two neighbours in order; zero of nothing.
pub fn quantile(sorted: &[f64], share: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else {
        return 0.0;
    };
    let at = share * count(last);
    let below = whole(at.floor()).min(last);
    let above = (below + 1).min(last);
    sorted[below] + (sorted[above] - sorted[below]) * (at - at.floor())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn quantiles_lie_between_neighbours() {
        let band = Band::of(&[0.0, 10.0, 20.0, 30.0, 40.0]);
        assert_eq!(band, Band { p10: 4.0, p50: 20.0, p90: 36.0, mean: 20.0 });
        assert_eq!(Band::of(&[]), Band::default());
    }

    #[test]
    fn an_end_of_the_band_is_one_half_width_away() {
        let band = Band { p10: 80.0, p50: 100.0, p90: 130.0, mean: 103.0 };
        for end in [80.0, 130.0] {
            assert!((band.distance(end) - 1.0).abs() < 1e-9);
        }
        assert!(band.distance(100.0).abs() < 1e-9);
    }

    fn band(p10: f64, up: f64, more: f64) -> Band {
        let p50 = p10 + up;
        Band { p10, p50, p90: p50 + more, mean: p50 }
    }

    proptest! {
        #[test]
        fn a_widened_band_keeps_its_order_and_its_middle(
            p10 in 0.0..1e6_f64, up in 0.0..1e6, more in 0.0..1e6, by in 0.1..5.0,
        ) {
            let band = band(p10, up, more).widened(by);
            prop_assert!(band.p10 >= 0.0 && band.p10 <= band.p50 + 1e-6);
            prop_assert!(band.p50 <= band.p90 + 1e-6);
            let moved: f64 = band.p50 - p10 - up;
            prop_assert!(moved.abs() < 1e-6);
        }

        #[test]
        fn a_fact_is_covered_when_it_is_nearer_than_the_end(
            p10 in 1.0..1e3_f64, up in 1.0..1e3, more in 1.0..1e3, fact in 0.0..4e3,
        ) {
            let band = band(p10, up, more);
            let covered = (band.p10..=band.p90).contains(&fact);
            let distance = band.distance(fact);
            let agrees = if covered { distance < 1.0 + 1e-6 } else { distance > 1.0 - 1e-6 };
            prop_assert!(agrees);
        }
    }
}
