//! Growth: the slope of logarithms, as far as it stands out of noise.
use super::bend;
use super::real::{count, mean};

/// Noise that a slope must outweigh, in its own variances; where another confirms it, less.
const DOUBT: f64 = 4.5;
const LESS_DOUBT: f64 = 0.5;
/// Of two noisy slopes the lower is too low: the shorter one is given so many of its standard deviations.
const LEEWAY: f64 = 0.5;
/// A period that is nearly empty counts as this share of the mean.
const FLOOR: f64 = 0.05;
/// Weeks by which growth of arrivals is told.
const WEEKS: usize = 52;
/// What is left of the growth of arrivals after each week; of growth that has lasted longer than a year.
const DAMPING: f64 = 0.9;
const LASTING: f64 = 0.97;
/// The year before has grown too when it did by this share of the slope at least, and is known so far.
const AS_BEFORE: f64 = 0.5;
const KNOWN_BEFORE: usize = 26;

/// Growth of the logarithm per period over the last `window` periods, drawn to zero as far as noise explains it.
pub fn sure(series: &[f64], window: usize) -> f64 {
    Slope::of(series, window).map_or(0.0, |slope| slope.beyond(DOUBT))
}

/// The same, and no more than the last third of these periods confirms.
pub fn confirmed(series: &[f64], window: usize) -> f64 {
    let long = sure(series, window);
    let Some(short) = Slope::of(series, (window.min(series.len()) / 3).max(6)) else { return 0.0 };
    let confirmed = short.beyond(LESS_DOUBT) * long.signum() + LEEWAY * short.variance.sqrt();
    long.signum() * long.abs().min(confirmed.max(0.0))
}

/// The slope of logarithms, and the variance that noise gives it.
struct Slope {
    slope: f64,
    variance: f64,
}

impl Slope {
    /// Least squares; `None` where there is too little to tell.
    fn of(series: &[f64], window: usize) -> Option<Self> {
        let tail = &series[series.len().saturating_sub(window)..];
        let floor = mean(tail) * FLOOR;
        if tail.len() < 6 || floor <= 0.0 {
            return None;
        }
        let logs: Vec<f64> = tail.iter().map(|value| value.max(floor).ln()).collect();
        let (centre, level) = ((count(logs.len()) - 1.0) / 2.0, mean(&logs));
        let offset = |at: usize| count(at) - centre;
        let across: f64 = (0..logs.len()).map(|at| offset(at).powi(2)).sum();
        let along: f64 = logs.iter().enumerate().map(|(at, log)| offset(at) * (log - level)).sum();
        let slope = along / across;
        let rest = logs.iter().enumerate().map(|(at, log)| log - level - slope * offset(at));
        let noise = rest.map(|rest| rest * rest).sum::<f64>() / (count(logs.len()) - 2.0);
        Some(Self { slope, variance: noise / across })
    }

    /// It keeps the share of its square that is beyond `doubt` variances.
    fn beyond(&self, doubt: f64) -> f64 {
        let beyond = self.slope * self.slope / self.variance.max(1e-12);
        self.slope * (1.0 - doubt / beyond.max(doubt))
    }
}

/// The mean of periods carried on from their middle along a slope of which `damping` is left after each period.
pub fn carried(level: &[f64], slope: f64, damping: f64, periods: usize) -> Vec<f64> {
    let mean = mean(level);
    let mut power = slope * (count(level.len()) - 1.0) / 2.0;
    let mut step = slope;
    (0..periods)
        .map(|_| {
            power += step;
            step *= damping;
            mean * power.clamp(-3.0, 3.0).exp()
        })
        .collect()
}

/// By what the pace of the last `window` weeks is to be multiplied in each week ahead, from all weekly counts.
pub fn factors(counts: &[f64], window: usize, weeks: usize) -> Vec<f64> {
    let grown = confirmed(counts, WEEKS).max(0.0);
    let slope = if grown > 0.0 { grown } else { bend::slope(counts) };
    let damping = match slope {
        fall if fall < 0.0 => 1.0 - bend::ENDS,
        rise if grew_before(counts, rise) => LASTING,
        _ => DAMPING,
    };
    carried(&vec![1.0; window], slope, damping, weeks)
}

/// Whether what grows now has grown in the year before as well.
fn grew_before(counts: &[f64], slope: f64) -> bool {
    let before = &counts[..counts.len().saturating_sub(WEEKS)];
    before.len() >= KNOWN_BEFORE && sure(before, WEEKS) > AS_BEFORE * slope
}

#[cfg(test)]
mod tests {
    use super::*;

    fn growing(weeks: usize) -> Vec<f64> {
        (0..weeks).map(|week| (0.02 * count(week)).exp() * [0.9, 1.1][week % 2]).collect()
    }

    #[test]
    fn a_clear_slope_is_kept_and_noise_is_not() {
        assert!((sure(&growing(52), 52) - 0.02).abs() < 0.003);
        let noise: Vec<f64> = (0..52).map(|week| [0.5, 1.5, 1.2, 0.8][week % 4]).collect();
        assert!(sure(&noise, 52).abs() < 1e-9);
    }

    #[test]
    fn growth_that_has_stopped_is_not_confirmed() {
        let mut series = growing(35);
        series.extend((0..17).map(|week| 2.0 * [0.9, 1.1][week % 2]));
        assert!(sure(&series, 52) > 0.01);
        assert!(confirmed(&series, 52) < 0.003);
    }

    #[test]
    fn a_fall_goes_on_from_the_middle_of_the_latest_weeks() {
        let week = |at: usize| 20.0 * (-0.05 * count(at.saturating_sub(39))).exp();
        let ahead = factors(&(0..52).map(week).collect::<Vec<_>>(), 8, 13);
        assert!((0.75..0.9).contains(&ahead[0]) && (0.4..0.55).contains(&ahead[12]), "{ahead:?}");
    }

    #[test]
    fn growth_of_a_second_year_lasts_longer() {
        let last = |weeks: usize| factors(&growing(weeks), 8, 13)[12];
        assert!(last(104) > 1.05 * last(60), "{} {}", last(104), last(60));
    }

    #[test]
    fn a_level_is_carried_on_from_its_middle() {
        let level = [1.0, 1.0, 1.0];
        let ahead = carried(&level, 0.1, 1.0, 2);
        assert!((ahead[0] - 0.2_f64.exp()).abs() < 1e-9 && (ahead[1] - 0.3_f64.exp()).abs() < 1e-9);
    }
}
