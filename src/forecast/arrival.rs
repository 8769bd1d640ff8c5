//! The pace at which deals are created or invoices issued.
use super::grid::Grid;
use super::growth;
use super::real::{count, mean, place, step};
use super::season::Season;

/// The pace of the next weeks is that of so many last ones,
const WEEKS: usize = 8;
/// or of as many as it takes to see so many events,
const ENOUGH: f64 = 16.0;
/// unless so many of the last ones differ from it by such a ratio and by so many standard deviations: then it is theirs.
/// A fortnight must differ more, because holidays may fill one.
const BREAKS: [(usize, f64); 2] = [(3, 2.5), (2, 4.0)];
const DEVIATIONS: f64 = 4.0;
/// Weeks of the pace that receipts of today come from.
const BEFORE: usize = 26;
/// An unseen part of an event: a pace is never quite zero.
const TRACE: f64 = 0.25;

#[derive(Debug, Clone, PartialEq)]
pub struct Arrivals {
    /// Events of the last `weeks` weeks.
    pub seen: f64,
    pub weeks: f64,
    /// By what the pace is multiplied in each week ahead.
    pub growth: Vec<f64>,
    /// What share of the week in which an event comes is left then: more than half where nobody works at its end.
    pub left: f64,
    /// The logarithm of the pace ahead over that of the last half year.
    pub turn: f64,
}

impl Arrivals {
    /// From the days of all events; `None` without any.
    pub fn of(grid: Grid, days: impl Iterator<Item = i32>, ahead: usize) -> Option<Self> {
        let weekly = Weekly::of(grid, days)?;
        let window = weekly.window();
        let broke = weekly.break_off(window);
        let weeks = broke.unwrap_or(window);
        let growth = match broke {
            Some(_) => vec![1.0; ahead],
            None => growth::factors(&weekly.bare, window, ahead),
        };
        let (season, usual) = (weekly.season.ahead(grid, ahead), weekly.usual(weeks));
        let seen = weekly.paced(weeks).max(TRACE);
        let growth: Vec<f64> =
            growth.iter().zip(season).map(|(by, season)| by * season / usual).collect();
        let turn = (mean(&growth) * seen / count(weeks) / weekly.before()).ln();
        Some(Self { turn, left: weekly.left, seen, weeks: count(weeks), growth })
    }
}

/// Events by week, the oldest first; the last week is over at the origin.
struct Weekly {
    counts: Vec<f64>,
    /// Without the season.
    bare: Vec<f64>,
    /// By month of the year once there are two of them.
    season: Season,
    grid: Grid,
    left: f64,
}

impl Weekly {
    fn of(grid: Grid, days: impl Iterator<Item = i32>) -> Option<Self> {
        let mut counts: Vec<f64> = Vec::new();
        let (mut left, mut all) = (0.0, 0.0);
        for day in days {
            left += f64::from((-day).rem_euclid(7) + 1) / 7.0;
            all += 1.0;
            let ago = place(-grid.index(day) - 1);
            if ago >= counts.len() {
                counts.resize(ago + 1, 0.0);
            }
            counts[ago] += 1.0;
        }
        counts.reverse();
        let known = counts.len() >= 2 * grid.year();
        let season = if known { Season::fit(&counts, grid, 12) } else { Season::none() };
        let bare = season.without(&counts, grid);
        (!counts.is_empty()).then_some(Self { counts, bare, season, grid, left: left / all })
    }

    fn seen(&self, weeks: usize) -> f64 {
        self.counts[self.counts.len() - weeks..].iter().sum()
    }

    /// The usual weeks, or more where these saw next to nothing.
    fn window(&self) -> usize {
        let all = self.bare.len();
        (all.min(WEEKS)..=all).find(|weeks| self.seen(*weeks) >= ENOUGH).unwrap_or(all)
    }

    /// The pace of the last half year.
    fn before(&self) -> f64 {
        let weeks = self.counts.len().min(BEFORE);
        self.seen(weeks).max(TRACE) / count(weeks)
    }

    /// The same without the event that began the record, where the weeks reach back to it.
    fn paced(&self, weeks: usize) -> f64 {
        self.seen(weeks) - if weeks == self.counts.len() { 1.0 } else { 0.0 }
    }

    /// The mean factor of the last weeks.
    fn usual(&self, weeks: usize) -> f64 {
        let factors = (1..=step(weeks)).map(|ago| self.season.factor(&self.grid.mix(-ago)));
        mean(&factors.collect::<Vec<_>>())
    }

    /// How many of the last weeks are another pace than that of the window.
    fn break_off(&self, window: usize) -> Option<usize> {
        let breaks = BREAKS.into_iter().filter(|(weeks, _)| *weeks < window);
        let broke = breaks.filter(|(weeks, ratio)| {
            let season = self.usual(*weeks) / self.usual(window);
            let expected = self.seen(window) * season * count(*weeks) / count(window);
            let latest = self.seen(*weeks);
            let far = (latest - expected).abs() > DEVIATIONS * expected.max(1.0).sqrt();
            far && (latest * ratio < expected || latest > expected * ratio)
        });
        broke.map(|(weeks, _)| weeks).next()
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
        assert_eq!((pace.seen, pace.weeks), (160.0, 8.0));
        assert!(pace.growth.iter().all(|factor| (factor - 1.0).abs() < 1e-9));
    }

    /// Of three deals in two years the first one only began the record.
    #[test]
    fn a_rare_event_is_counted_over_all_that_is_known() {
        let mut weeks = [0; 104];
        for ago in [10, 50, 103] {
            weeks[ago] = 1;
        }
        assert_eq!((found(&weeks).seen, found(&weeks).weeks), (2.0, 104.0));
    }

    #[test]
    fn a_pace_turns_when_it_breaks_off() {
        let mut weeks = [20; 30];
        assert!(found(&weeks).turn.abs() < 0.05);
        weeks[..3].fill(2);
        assert!(found(&weeks).turn < -2.0);
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
    fn a_fortnight_without_anything_is_believed_too() {
        let mut weeks = [20; 30];
        weeks[..2].fill(0);
        assert_eq!((found(&weeks).seen, found(&weeks).weeks), (0.25, 2.0));
    }

    #[test]
    fn the_season_of_the_year_is_known_after_two_of_them() {
        let grid = Grid::new("2026-11-22".parse().unwrap(), Step::Week);
        let winter = |ago: i32| grid.mix(-1 - ago)[11] + grid.mix(-1 - ago)[0] > 0.5;
        let weeks: Vec<i32> = (0..110).map(|ago| if winter(ago) { 60 } else { 20 }).collect();
        // The fifth week ahead lies in December.
        let ahead = |known: usize| {
            let weeks = (0..).zip(&weeks[..known]);
            let days = weeks.flat_map(|(ago, many)| (0..*many).map(move |_| -7 * ago - 3));
            Arrivals::of(grid, days, 5).unwrap().growth[4]
        };
        assert!(ahead(110) > 1.8 && ahead(100) < 1.3, "{} {}", ahead(110), ahead(100));
    }

    #[test]
    fn what_is_left_of_a_week_is_told_by_its_working_days() {
        assert!((found(&[20; 30]).left - 4.0 / 7.0).abs() < 1e-9);
    }

    #[test]
    fn without_events_there_is_no_pace() {
        let grid = Grid::new("2026-11-22".parse().unwrap(), Step::Week);
        assert_eq!(Arrivals::of(grid, std::iter::empty(), 3), None);
    }
}
