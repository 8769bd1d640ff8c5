//! Forecasts from receipts alone: the run rate of some weeks, with and without a season, with and without growth.
use super::grid::{Grid, Step};
use super::growth;
use super::member::Member;
use super::real::{count, mean};
use super::season::Season;

/// Once the months of the year are known and their factors stray so far, rules without a season are left out.
const STRONG_SEASON: f64 = 0.12;

/// Expected receipts of each period ahead.
#[derive(Debug, Clone)]
pub struct Path {
    pub member: Member,
    pub periods: Vec<f64>,
}

/// A series of periods that are over, the oldest first, and its season.
struct Past<'s> {
    series: &'s [f64],
    /// The series without its season.
    bare: Vec<f64>,
    grid: Grid,
    /// Factors of the periods ahead.
    ahead: Vec<f64>,
}

/// All that can be said from the receipts of periods that are over.
pub fn paths(series: &[f64], grid: Grid, periods: usize) -> Vec<Path> {
    let season = Season::fit(series, grid, Season::positions(series.len(), grid));
    let ahead = season.ahead(grid, periods);
    let past = Past { series, bare: season.without(series, grid), grid, ahead };
    let (quarter, year, known) = (grid.quarter(), grid.year(), series.len());
    let mut paths = Vec::new();
    let mut say = |member: Member, periods: Vec<f64>| paths.push(Path { member, periods });
    if known < 2 * year || season.strength() < STRONG_SEASON {
        say(Member::LastFour, past.flat(grid.month()));
        say(Member::RunRate, past.flat(quarter));
    }
    say(Member::Season, past.seasonal(quarter));
    say(Member::Recent, past.recent());
    say(Member::Trend, past.trend(growth::sure(&past.bare, 2 * quarter), past.damping(0.9, 0.7)));
    if known > 2 * quarter {
        let slope = growth::confirmed(&past.bare, year);
        say(Member::LongTrend, past.trend(slope, past.damping(0.95, 0.92)));
        say(Member::Year, past.seasonal(year));
    }
    if known >= year + quarter {
        say(Member::YearAgo, past.year_ago());
    }
    paths
}

impl Past<'_> {
    /// What is left of a slope after each further week or month.
    fn damping(&self, week: f64, month: f64) -> f64 {
        if self.grid.step == Step::Week { week } else { month }
    }

    fn flat(&self, many: usize) -> Vec<f64> {
        vec![mean(latest(self.series, many)); self.ahead.len()]
    }

    fn seasonal(&self, many: usize) -> Vec<f64> {
        self.by_season(&vec![mean(latest(&self.bare, many)); self.ahead.len()])
    }

    fn by_season(&self, levels: &[f64]) -> Vec<f64> {
        levels.iter().zip(&self.ahead).map(|(level, factor)| level * factor).collect()
    }

    /// The mean with weights that halve every four weeks, in months every one and a half.
    fn recent(&self) -> Vec<f64> {
        let half = if self.grid.step == Step::Week { 4.0 } else { 1.5 };
        let (mut sum, mut weights) = (0.0, 0.0);
        for (age, value) in self.bare.iter().rev().enumerate().take(self.grid.year()) {
            let weight = (-count(age) / half).exp2();
            sum += weight * value;
            weights += weight;
        }
        self.by_season(&vec![sum / f64::max(weights, 1.0); self.ahead.len()])
    }

    fn trend(&self, slope: f64, damping: f64) -> Vec<f64> {
        let level = latest(&self.bare, self.grid.quarter());
        self.by_season(&growth::carried(level, slope, damping, self.ahead.len()))
    }

    /// The same periods of last year, times the growth over as much of two years as is known.
    fn year_ago(&self) -> Vec<f64> {
        let (year, series) = (self.grid.year(), self.series);
        let from = series.len() - year;
        let known = from.min(year);
        let now: f64 = latest(series, known).iter().sum();
        let then: f64 = series[from - known..from].iter().sum();
        let growth = if then > 0.0 { (now / then).min(10.0) } else { 1.0 };
        (0..self.ahead.len()).map(|ahead| series[from + ahead % year] * growth).collect()
    }
}

fn latest(series: &[f64], many: usize) -> &[f64] {
    &series[series.len().saturating_sub(many)..]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid() -> Grid {
        Grid::new("2026-11-22".parse().unwrap(), Step::Week)
    }

    fn said(series: &[f64], member: Member) -> Option<f64> {
        let paths = paths(series, grid(), 13);
        let found = paths.into_iter().find(|path| path.member == member);
        found.map(|path| path.periods.iter().sum())
    }

    #[test]
    fn what_is_steady_stays_as_it_is() {
        for path in paths(&[100.0; 160], grid(), 13) {
            let sum: f64 = path.periods.iter().sum();
            assert!((sum - 1300.0).abs() < 1.0, "{:?}: {sum}", path.member);
        }
    }

    #[test]
    fn growth_goes_on_only_for_those_who_look_at_it() {
        let series: Vec<f64> = (0..52).map(|week| 100.0 * (0.03 * count(week)).exp()).collect();
        let next = series[51] * 13.0;
        assert!(said(&series, Member::LongTrend).unwrap() > next);
        assert!(said(&series, Member::RunRate).unwrap() < next);
    }

    #[test]
    fn a_year_ago_is_said_once_there_was_one() {
        assert_eq!(said(&[100.0; 64], Member::YearAgo), None);
        assert!(said(&[100.0; 65], Member::YearAgo).is_some());
    }
}
