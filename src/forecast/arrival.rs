//! The pace at which deals are created or invoices issued.
use super::grid::Grid;
use super::growth;
use super::real::count;

/// The pace of the next weeks is that of so many last ones,
const WEEKS: i32 = 8;
/// unless the last few differ from it by such a ratio and by so many standard deviations: then it is theirs.
const BREAK_WEEKS: i32 = 3;
const RATIO: f64 = 2.5;
const DEVIATIONS: f64 = 4.0;
/// An unseen part of an event: a pace is never quite zero.
const TRACE: f64 = 0.25;

#[derive(Debug, Clone, PartialEq)]
pub struct Arrivals {
    /// Events of the last `weeks` weeks.
    pub seen: f64,
    pub weeks: f64,
    /// By what the pace is multiplied in each week ahead.
    pub growth: Vec<f64>,
}

impl Arrivals {
    /// From the days of all events; `None` without any.
    pub fn of(grid: Grid, days: impl Iterator<Item = i32> + Clone, ahead: usize) -> Option<Self> {
        let first = days.clone().min()?;
        let within = |weeks: i32| count(days.clone().filter(|day| *day > -7 * weeks).count());
        let window = (1 - first).div_euclid(7).clamp(1, WEEKS);
        let (seen, latest) = (within(window), within(BREAK_WEEKS));
        let expected = seen * f64::from(BREAK_WEEKS) / f64::from(window);
        let far = (latest - expected).abs() > DEVIATIONS * expected.max(1.0).sqrt();
        let other = latest * RATIO < expected || latest > expected * RATIO;
        if window > BREAK_WEEKS && far && other {
            let (seen, weeks) = (latest + TRACE, f64::from(BREAK_WEEKS));
            return Some(Self { seen, weeks, growth: vec![1.0; ahead] });
        }
        let growth = growth::factors(grid, days, window, ahead);
        Some(Self { seen: seen + TRACE, weeks: f64::from(window), growth })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forecast::grid::Step;

    /// `a_week` events in each of the weeks, the latest first.
    fn found(a_week: &[i32]) -> Arrivals {
        let grid = Grid::new("2026-11-22".parse().unwrap(), Step::Week);
        let weeks = (0..).zip(a_week);
        let days: Vec<i32> =
            weeks.flat_map(|(ago, many)| (0..*many).map(move |_| -7 * ago - 3)).collect();
        Arrivals::of(grid, days.into_iter(), 3).unwrap()
    }

    #[test]
    fn a_steady_pace_goes_on() {
        let pace = found(&[20; 30]);
        assert_eq!((pace.seen, pace.weeks), (160.25, 8.0));
        assert!(pace.growth.iter().all(|factor| (factor - 1.0).abs() < 1e-9));
    }

    #[test]
    fn a_pace_that_broke_off_is_believed_and_a_holiday_is_not() {
        let mut weeks = [20; 30];
        weeks[..3].fill(0);
        assert_eq!((found(&weeks).seen, found(&weeks).weeks), (0.25, 3.0));
        weeks[2] = 20;
        weeks[1] = 15;
        assert!((found(&weeks).weeks - 8.0).abs() < 1e-9);
    }

    #[test]
    fn without_events_there_is_no_pace() {
        let grid = Grid::new("2026-11-22".parse().unwrap(), Step::Week);
        assert_eq!(Arrivals::of(grid, std::iter::empty(), 3), None);
    }
}
