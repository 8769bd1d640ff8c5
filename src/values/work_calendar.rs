//! The production calendar: which days are worked.

use std::sync::LazyLock;

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::period::Period;

static RUSSIA: LazyLock<WorkCalendar> =
    LazyLock::new(|| WorkCalendar::read(include_str!("../../data/work-calendar-ru.csv")));

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayKind {
    Work,
    /// An hour shorter; it counts as a whole working day.
    Short,
    Off,
}

/// Days of a country's production calendar in one edition. A year it does not hold is taken as
/// Monday to Friday, and [`is_known`](Self::is_known) says so.
#[derive(Debug)]
pub struct WorkCalendar {
    edition: u32,
    first: NaiveDate,
    days: Vec<(DayKind, &'static str)>,
}

impl WorkCalendar {
    /// Russia, years 2023 to 2027.
    pub fn russia() -> &'static Self {
        &RUSSIA
    }

    /// Lines «2026-11-04,off,День народного единства», days in a row, under a line with the
    /// edition and a line of names. Reading stops at the first line that is not the next day.
    fn read(text: &'static str) -> Self {
        let edition = text.split_whitespace().find_map(|word| word.parse().ok()).unwrap_or(0);
        let mut rows = text.lines().skip(2).map_while(row).peekable();
        let first = rows.peek().map_or(NaiveDate::MIN, |(day, ..)| *day);
        let mut expected = first;
        let mut days = vec![];
        for (day, kind, name) in rows {
            if day != expected {
                break;
            }
            days.push((kind, name));
            expected = day + Days::new(1);
        }
        Self { edition, first, days }
    }

    pub fn edition(&self) -> u32 {
        self.edition
    }

    /// Whether the calendar holds this year; otherwise pages say «по обычной пятидневке».
    pub fn is_known(&self, year: i32) -> bool {
        let held = |month, day| {
            NaiveDate::from_ymd_opt(year, month, day).is_some_and(|day| self.held(day).is_some())
        };
        held(1, 1) && held(12, 31)
    }

    pub fn kind(&self, day: NaiveDate) -> DayKind {
        match self.held(day) {
            Some((kind, _)) => *kind,
            None if matches!(day.weekday(), Weekday::Sat | Weekday::Sun) => DayKind::Off,
            None => DayKind::Work,
        }
    }

    /// «День народного единства», «Сокращённый день».
    pub fn name(&self, day: NaiveDate) -> Option<&'static str> {
        self.held(day).map(|(_, name)| *name).filter(|name| !name.is_empty())
    }

    pub fn is_working(&self, day: NaiveDate) -> bool {
        self.kind(day) != DayKind::Off
    }

    /// Working days from `first` to `last`, both included; zero when `last` is earlier.
    pub fn working_days(&self, first: NaiveDate, last: NaiveDate) -> u32 {
        let days = first.iter_days().take_while(|day| *day <= last);
        days.fold(0, |count, day| count + u32::from(self.is_working(day)))
    }

    pub fn working_days_in(&self, period: Period) -> u32 {
        self.working_days(period.first(), period.last())
    }

    /// The working days of a period in order.
    pub fn working(&self, period: Period) -> impl Iterator<Item = NaiveDate> {
        period.days().filter(|day| self.is_working(*day))
    }

    /// The n-th working day of a period, counted from one.
    pub fn nth_working_day(&self, period: Period, number: u32) -> Option<NaiveDate> {
        let index = usize::try_from(number).ok()?.checked_sub(1)?;
        self.working(period).nth(index)
    }

    fn held(&self, day: NaiveDate) -> Option<&(DayKind, &'static str)> {
        let offset = usize::try_from((day - self.first).num_days()).ok()?;
        self.days.get(offset)
    }
}

fn row(line: &'static str) -> Option<(NaiveDate, DayKind, &'static str)> {
    let mut cells = line.splitn(3, ',');
    let day = cells.next()?.parse().ok()?;
    let kind = match cells.next()? {
        "work" => DayKind::Work,
        "short" => DayKind::Short,
        "off" => DayKind::Off,
        _ => return None,
    };
    Some((day, kind, cells.next()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn counts(year: i32) -> Vec<u32> {
        let year = Period::year(NaiveDate::from_ymd_opt(year, 1, 1).unwrap());
        year.months().map(|month| WorkCalendar::russia().working_days_in(month)).collect()
    }

    #[test]
    fn every_day_of_five_years_is_held() {
        let calendar = WorkCalendar::russia();
        assert_eq!((calendar.edition(), calendar.days.len()), (1, 1826));
        assert_eq!(calendar.first, day("2023-01-01"));
    }

    #[test]
    fn working_days_of_each_month_are_the_official_ones() {
        assert_eq!(counts(2026), [15, 19, 21, 22, 19, 21, 23, 21, 22, 22, 20, 22]);
        assert_eq!(counts(2025), [17, 20, 21, 22, 18, 19, 23, 21, 22, 23, 19, 22]);
        let year = |year| counts(year).iter().sum::<u32>();
        assert_eq!([2023, 2024, 2025, 2026, 2027].map(year), [247, 248, 247, 247, 247]);
    }

    #[test]
    fn moved_days_are_known() {
        let calendar = WorkCalendar::russia();
        for worked in ["2024-04-27", "2024-11-02", "2024-12-28", "2027-02-20"] {
            assert!(calendar.is_working(day(worked)), "{worked}");
        }
        for off in ["2026-11-04", "2027-02-22", "2027-11-05", "2027-12-31"] {
            assert!(!calendar.is_working(day(off)), "{off}");
        }
        assert_eq!(calendar.kind(day("2026-11-03")), DayKind::Short);
        assert_eq!(calendar.name(day("2026-11-04")), Some("День народного единства"));
        assert_eq!(calendar.name(day("2026-11-05")), None);
    }

    #[test]
    fn a_year_without_data_is_monday_to_friday_and_says_so() {
        let calendar = WorkCalendar::russia();
        assert!(calendar.is_known(2023) && calendar.is_known(2027));
        assert!(!calendar.is_known(2019) && !calendar.is_known(2028));
        assert!(calendar.is_working(day("2019-11-04")));
        assert!(!calendar.is_working(day("2019-11-03")));
    }

    #[test]
    fn the_twelfth_working_day_of_november() {
        let calendar = WorkCalendar::russia();
        let november = Period::month(day("2026-11-18"));
        assert_eq!(calendar.working_days(november.first(), day("2026-11-18")), 12);
        assert_eq!(calendar.nth_working_day(november, 12), Some(day("2026-11-18")));
        assert_eq!(calendar.nth_working_day(november, 21), None);
        assert_eq!(calendar.nth_working_day(november, 0), None);
    }
}
