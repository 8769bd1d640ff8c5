//! Time cut into weeks or months that end at the origin.
use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

use super::real;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Week,
    Month,
}

/// Periods numbered from the origin: −1 is the last one that is over, 0 is the next.
#[derive(Debug, Clone, Copy)]
pub struct Grid {
    pub origin: NaiveDate,
    pub step: Step,
}

/// Days of a period by month of the year, as shares that add up to one.
pub type Mix = [f64; 12];

impl Grid {
    pub fn new(origin: NaiveDate, step: Step) -> Self {
        Self { origin, step }
    }

    /// The last day of the period a day lies in; weeks end on Sunday.
    pub fn last_day(day: NaiveDate, step: Step) -> NaiveDate {
        match step {
            Step::Month => Self::new(day, step).end(-1),
            Step::Week => day + Days::new(Weekday::Sun.days_since(day.weekday()).into()),
        }
    }

    /// Days from the origin; negative before it.
    pub fn offset(self, day: NaiveDate) -> i32 {
        day.num_days_from_ce() - self.origin.num_days_from_ce()
    }

    /// The period a day, counted from the origin, lies in.
    pub fn index(self, offset: i32) -> i32 {
        match self.step {
            Step::Week => (offset + 6).div_euclid(7) - 1,
            Step::Month => {
                let months = |day: NaiveDate| day.year() * 12 + day.month0().cast_signed();
                months(self.day(offset)) - months(self.origin) - 1
            }
        }
    }

    fn day(self, offset: i32) -> NaiveDate {
        let days = Days::new(offset.unsigned_abs().into());
        let moved = match offset {
            0.. => self.origin.checked_add_days(days),
            _ => self.origin.checked_sub_days(days),
        };
        moved.unwrap_or(self.origin)
    }

    /// The last day of a period.
    pub fn end(self, index: i32) -> NaiveDate {
        match self.step {
            Step::Week => self.day((index + 1) * 7),
            Step::Month => {
                let first = self.origin.with_day(1).unwrap_or(self.origin);
                let ahead = Months::new((index + 2).unsigned_abs());
                let next = if index + 2 < 0 { first - ahead } else { first + ahead };
                next.pred_opt().unwrap_or(next)
            }
        }
    }

    /// In which months the days of a period lie.
    pub fn mix(self, index: i32) -> Mix {
        let (first, last) = (self.end(index - 1), self.end(index));
        let days = first.iter_days().skip(1).take_while(|day| *day <= last);
        let mut mix = [0.0; 12];
        let mut all = 0.0;
        for day in days {
            mix[real::place(day.month0().cast_signed())] += 1.0;
            all += 1.0;
        }
        mix.map(|share| share / f64::max(all, 1.0))
    }

    /// Periods that make about a year, a quarter and four weeks.
    pub fn year(self) -> usize {
        if self.step == Step::Week { 52 } else { 12 }
    }

    pub fn quarter(self) -> usize {
        if self.step == Step::Week { 13 } else { 3 }
    }

    pub fn month(self) -> usize {
        if self.step == Step::Week { 4 } else { 1 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_origin_is_the_last_day_of_the_last_week() {
        let grid = Grid::new(day("2017-05-28"), Step::Week);
        assert_eq!(grid.end(-1), day("2017-05-28"));
        assert_eq!(grid.end(0), day("2017-06-04"));
        let at = |text| grid.index(grid.offset(day(text)));
        assert_eq!((at("2017-05-28"), at("2017-05-22"), at("2017-05-21")), (-1, -1, -2));
        assert_eq!((at("2017-05-29"), at("2017-06-04"), at("2017-06-05")), (0, 0, 1));
    }

    #[test]
    fn months_have_their_own_lengths() {
        let grid = Grid::new(day("2020-01-31"), Step::Month);
        assert_eq!((grid.end(-2), grid.end(0)), (day("2019-12-31"), day("2020-02-29")));
        let at = |text| grid.index(grid.offset(day(text)));
        assert_eq!((at("2020-01-01"), at("2020-02-29"), at("2019-12-31")), (-1, 0, -2));
    }

    #[test]
    fn a_week_between_two_months_belongs_to_both() {
        let mix = Grid::new(day("2026-10-25"), Step::Week).mix(0);
        assert!((mix[9] - 6.0 / 7.0).abs() < 1e-9 && (mix[10] - 1.0 / 7.0).abs() < 1e-9);
    }
}
