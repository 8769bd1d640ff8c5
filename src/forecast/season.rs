//! The season of a position: month of the quarter, or month of the year once there are two of them.
use super::grid::{Grid, Mix};
use super::real::{count, mean, step};

/// Weeks of steady weight that an observed position must outweigh: the least shrinkage there is.
const LEAST: f64 = 1.0;
const MOST: f64 = 1e3;

/// Multiplicative factors by month of the year; those of a quarter are repeated four times.
#[derive(Debug, Clone)]
pub struct Season {
    factors: [f64; 12],
}

impl Season {
    /// No season at all.
    pub fn none() -> Self {
        Self { factors: [1.0; 12] }
    }

    /// From a series of periods that ends at the origin: its ratios to a centred mean, by position, each drawn to one
    /// as far as noise explains it (empirical Bayes: noise within positions over what is left between them).
    pub fn fit(series: &[f64], grid: Grid, positions: usize) -> Self {
        let width = if positions == 12 { grid.year() } else { grid.quarter() };
        if series.len() < width {
            return Self::none();
        }
        let first = -step(series.len());
        let mixes: Vec<Mix> = (first..0).map(|index| grid.mix(index)).collect();
        let ratios = ratios(series, width);
        let positions = Positions::of(&ratios, &mixes, positions);
        let least = LEAST * count(grid.month()) / 4.0;
        Self { factors: positions.factors(least) }.levelled()
    }

    /// The standard deviation of factors.
    pub fn strength(&self) -> f64 {
        let squares: Vec<f64> = self.factors.iter().map(|factor| (factor - 1.0).powi(2)).collect();
        mean(&squares).sqrt()
    }

    /// The positions that a history of this length can tell.
    pub fn positions(periods: usize, grid: Grid) -> usize {
        if periods >= 2 * grid.year() { 12 } else { 3 }
    }

    pub fn factor(&self, mix: &Mix) -> f64 {
        self.factors.iter().zip(mix).map(|(factor, share)| factor * share).sum()
    }

    /// Factors of the next periods.
    pub fn ahead(&self, grid: Grid, periods: usize) -> Vec<f64> {
        (0..step(periods)).map(|index| self.factor(&grid.mix(index))).collect()
    }

    /// The series as it would be without the season.
    pub fn without(&self, series: &[f64], grid: Grid) -> Vec<f64> {
        let first = -step(series.len());
        let factors = (first..0).map(|index| self.factor(&grid.mix(index)));
        series.iter().zip(factors).map(|(value, factor)| value / factor).collect()
    }

    /// Factors of a year average to one.
    fn levelled(mut self) -> Self {
        let level = mean(&self.factors).max(1e-9);
        for factor in &mut self.factors {
            *factor = (*factor / level).max(0.05);
        }
        self
    }
}

/// Each value over the mean of the periods around it; at the ends, where there are not enough of them, the nearest
/// such mean is carried on along its own slope.
fn ratios(series: &[f64], width: usize) -> Vec<f64> {
    let half = width / 2;
    let means: Vec<f64> = series.windows(width).map(mean).collect();
    let slope = |from: f64, to: f64, over: usize| {
        if from > 0.0 && to > 0.0 { (to / from).ln() / count(over.max(1)) } else { 0.0 }
    };
    let last = means.len() - 1;
    let over = half.min(last);
    let (rise, fall) =
        (slope(means[0], means[over], over), slope(means[last - over], means[last], over));
    (0..series.len())
        .map(|at| {
            let level = if at < half {
                means[0] * (-rise * count(half - at)).exp()
            } else if at - half > last {
                means[last] * (fall * count(at - half - last)).exp()
            } else {
                means[at - half]
            };
            if level > 0.0 { series[at] / level } else { 1.0 }
        })
        .collect()
}

/// Weights and means of ratios by position.
struct Positions {
    weights: Vec<f64>,
    means: Vec<f64>,
    noise: f64,
}

impl Positions {
    fn of(ratios: &[f64], mixes: &[Mix], positions: usize) -> Self {
        let (mut weights, mut sums) = (vec![0.0; positions], vec![0.0; positions]);
        let mut square = 0.0;
        for (ratio, mix) in ratios.iter().zip(mixes) {
            for (month, share) in mix.iter().enumerate() {
                weights[month % positions] += share;
                sums[month % positions] += share * ratio;
                square += share * ratio * ratio;
            }
        }
        let means: Vec<f64> = sums
            .iter()
            .zip(&weights)
            .map(|(sum, weight)| if *weight > 0.0 { sum / weight } else { 1.0 })
            .collect();
        let explained: f64 = means.iter().zip(&sums).map(|(mean, sum)| mean * sum).sum();
        let free = (count(ratios.len()) - count(positions)).max(1.0);
        Self { weights, means, noise: (square - explained).max(0.0) / free }
    }

    /// How many periods of one that is steady an observed position is mixed with.
    fn shrinkage(&self, least: f64) -> f64 {
        let seen = self.weights.iter().filter(|weight| **weight > 0.5);
        let chance = self.noise * mean(&seen.map(|weight| 1.0 / weight).collect::<Vec<_>>());
        let squares: f64 = self.means.iter().map(|mean| (mean - 1.0).powi(2)).sum();
        let between = squares / (count(self.means.len()) - 1.0).max(1.0) - chance;
        if between <= 0.0 { MOST } else { (self.noise / between).clamp(least, MOST) }
    }

    fn factors(&self, least: f64) -> [f64; 12] {
        let shrinkage = self.shrinkage(least);
        let mut factors = [1.0; 12];
        for (month, factor) in factors.iter_mut().enumerate() {
            let (weight, mean) =
                (self.weights[month % self.weights.len()], self.means[month % self.means.len()]);
            *factor = (shrinkage + weight * mean) / (shrinkage + weight);
        }
        factors
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecast::grid::Step;

    fn grid() -> Grid {
        Grid::new("2026-11-29".parse().unwrap(), Step::Week)
    }

    /// Weeks with so much by the month of the quarter they lie in.
    fn weeks(many: i32, by_month: [f64; 3]) -> Vec<f64> {
        let share = |month: usize, part: f64| part * by_month[month % 3];
        let value =
            |mix: Mix| mix.iter().enumerate().map(|(month, part)| share(month, *part)).sum();
        (-many..0).map(|week| value(grid().mix(week))).collect()
    }

    #[test]
    fn the_months_of_a_quarter_are_told_apart() {
        let season = Season::fit(&weeks(52, [60.0, 100.0, 140.0]), grid(), 3);
        let of = |month: usize| {
            let mut mix = [0.0; 12];
            mix[month] = 1.0;
            season.factor(&mix)
        };
        assert!((0.55..0.7).contains(&of(0)) && (1.3..1.45).contains(&of(5)), "{season:?}");
    }

    #[test]
    fn noise_is_no_season() {
        let noise: Vec<f64> =
            (0..52).map(|week| [50.0, 150.0, 120.0, 80.0, 100.0][week % 5]).collect();
        assert!(Season::fit(&noise, grid(), 3).strength() < 0.05);
        assert!(Season::fit(&[100.0; 5], grid(), 3).strength() < 1e-9);
    }

    #[test]
    fn growth_alone_is_no_season() {
        let growing: Vec<f64> = (0..52).map(|week| (0.03 * f64::from(week)).exp()).collect();
        assert!(Season::fit(&growing, grid(), 3).strength() < 0.05);
    }
}
