//! Which days somebody has logged: how many in a row, and which are missing.

use chrono::{Days, NaiveDate};

use crate::values::{Period, WorkCalendar};

/// A person's logged days.
#[derive(Debug, Clone)]
pub struct Logged {
    pub today: NaiveDate,
    /// The first day that is the person's to log.
    pub first: NaiveDate,
    pub days: Vec<NaiveDate>,
}

/// A day of the week as it stands in a row of seven.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WeekDay {
    pub day: NaiveDate,
    pub mark: Mark,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    Logged,
    /// A working day that has passed and is not logged.
    Missing,
    /// Today, or a day off: nothing is asked.
    Free,
    /// Not the person's to log, or not yet.
    Out,
}

impl Logged {
    pub fn has(&self, day: NaiveDate) -> bool {
        self.days.contains(&day)
    }

    /// Working days logged one after another, up to today; today itself may still be to come.
    pub fn in_a_row(&self, calendar: &WorkCalendar) -> usize {
        let back =
            std::iter::successors(Some(self.today), |day| day.checked_sub_days(Days::new(1)));
        back.take_while(|day| *day >= self.first)
            .filter(|day| calendar.is_working(*day))
            .skip_while(|day| *day == self.today && !self.has(*day))
            .take_while(|day| self.has(*day))
            .count()
    }

    /// Working days before today that are open and not logged, the latest first.
    pub fn missing(
        &self,
        since: NaiveDate,
        calendar: &WorkCalendar,
        is_open: impl Fn(NaiveDate) -> bool,
    ) -> Vec<NaiveDate> {
        let from = self.first.max(since);
        let days = from.iter_days().take_while(|day| *day < self.today);
        let mut missing: Vec<NaiveDate> =
            days.filter(|day| self.is_missing(*day, calendar) && is_open(*day)).collect();
        missing.reverse();
        missing
    }

    /// The week that holds the day.
    pub fn week(&self, day: NaiveDate, calendar: &WorkCalendar) -> Vec<WeekDay> {
        let mark = |day| WeekDay { day, mark: self.mark(day, calendar) };
        Period::week(day).days().map(mark).collect()
    }

    fn mark(&self, day: NaiveDate, calendar: &WorkCalendar) -> Mark {
        if self.has(day) {
            Mark::Logged
        } else if day > self.today || day < self.first {
            Mark::Out
        } else if self.is_missing(day, calendar) {
            Mark::Missing
        } else {
            Mark::Free
        }
    }

    fn is_missing(&self, day: NaiveDate, calendar: &WorkCalendar) -> bool {
        day < self.today && calendar.is_working(day) && !self.has(day)
    }
}

#[cfg(test)]
mod tests {
    use super::super::standing::tests::day;
    use super::*;

    fn logged(today: &str, days: &[&str]) -> Logged {
        Logged {
            today: day(today),
            first: day("2026-11-02"),
            days: days.iter().map(|text| day(text)).collect(),
        }
    }

    fn in_a_row(today: &str, days: &[&str]) -> usize {
        logged(today, days).in_a_row(WorkCalendar::russia())
    }

    #[test]
    fn weekends_and_holidays_do_not_break_a_row_and_are_not_counted() {
        // 4 November is off; 7 and 8 are a weekend.
        let days = ["2026-11-03", "2026-11-05", "2026-11-06", "2026-11-07", "2026-11-09"];
        assert_eq!(in_a_row("2026-11-09", &days), 4);
    }

    #[test]
    fn today_may_still_be_to_come_and_a_forgotten_day_ends_the_row() {
        assert_eq!(in_a_row("2026-11-18", &["2026-11-16", "2026-11-17"]), 2);
        assert_eq!(in_a_row("2026-11-18", &["2026-11-13", "2026-11-16", "2026-11-18"]), 1);
        assert_eq!(in_a_row("2026-11-18", &[]), 0);
    }

    #[test]
    fn only_open_working_days_before_today_are_missing() {
        let logged = logged("2026-11-18", &["2026-11-16"]);
        let is_open = |on: NaiveDate| on >= day("2026-11-16");
        let found = logged.missing(day("2026-10-01"), WorkCalendar::russia(), is_open);
        assert_eq!(found, [day("2026-11-17")]);
        let all = logged.missing(day("2026-10-01"), WorkCalendar::russia(), |_| true);
        assert_eq!((all.len(), all.last()), (10, Some(&day("2026-11-02"))));
    }

    #[test]
    fn a_week_marks_its_days() {
        use Mark::{Free, Missing, Out};
        let logged = logged("2026-11-18", &["2026-11-16"]);
        let marks: Vec<Mark> = logged
            .week(day("2026-11-18"), WorkCalendar::russia())
            .iter()
            .map(|day| day.mark)
            .collect();
        assert_eq!(marks, [Mark::Logged, Missing, Free, Out, Out, Out, Out]);
        let first = logged.week(day("2026-11-01"), WorkCalendar::russia());
        assert!(first.iter().all(|day| day.mark == Out));
    }
}
