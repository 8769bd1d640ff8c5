//! A day, an ISO week, a month, a quarter or a year.

mod read;
mod title;
mod week_part;

use chrono::{Datelike, Days, Months, NaiveDate};

/// How long a period is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Span {
    Day,
    Week,
    Month,
    Quarter,
    Year,
}

/// A period of the calendar, written «2026-11-18», «2026-W47», «2026-11», «2026-Q4», «2026».
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Period {
    span: Span,
    first: NaiveDate,
}

/// An ISO week cut by the border of its month: both days are inside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct WeekPart {
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("такого периода нет: «{0}»")]
pub struct PeriodError(String);

impl Period {
    /// The period of this length that holds the day.
    pub fn containing(span: Span, day: NaiveDate) -> Self {
        let first_of_month = day - Days::new(day.day0().into());
        let first = match span {
            Span::Day => day,
            Span::Week => day - Days::new(day.weekday().num_days_from_monday().into()),
            Span::Month => first_of_month,
            Span::Quarter => first_of_month - Months::new(day.month0() % 3),
            Span::Year => first_of_month - Months::new(day.month0()),
        };
        Self { span, first }
    }

    pub fn day(day: NaiveDate) -> Self {
        Self::containing(Span::Day, day)
    }

    pub fn week(day: NaiveDate) -> Self {
        Self::containing(Span::Week, day)
    }

    pub fn month(day: NaiveDate) -> Self {
        Self::containing(Span::Month, day)
    }

    pub fn quarter(day: NaiveDate) -> Self {
        Self::containing(Span::Quarter, day)
    }

    pub fn year(day: NaiveDate) -> Self {
        Self::containing(Span::Year, day)
    }

    pub fn span(self) -> Span {
        self.span
    }

    pub fn first(self) -> NaiveDate {
        self.first
    }

    pub fn last(self) -> NaiveDate {
        self.next().first - Days::new(1)
    }

    #[must_use]
    pub fn next(self) -> Self {
        let first = match self.span {
            Span::Day => self.first + Days::new(1),
            Span::Week => self.first + Days::new(7),
            Span::Month => self.first + Months::new(1),
            Span::Quarter => self.first + Months::new(3),
            Span::Year => self.first + Months::new(12),
        };
        Self { first, ..self }
    }

    #[must_use]
    pub fn previous(self) -> Self {
        Self::containing(self.span, self.first - Days::new(1))
    }

    pub fn contains(self, day: NaiveDate) -> bool {
        Self::containing(self.span, day) == self
    }

    pub fn days(self) -> impl Iterator<Item = NaiveDate> {
        let last = self.last();
        self.first.iter_days().take_while(move |day| *day <= last)
    }

    /// Every month that shares a day with this period.
    pub fn months(self) -> impl Iterator<Item = Period> {
        let last = self.last();
        std::iter::successors(Some(Self::month(self.first)), |month| Some(month.next()))
            .take_while(move |month| month.first <= last)
    }

    /// The ISO weeks of this period, each cut to it: for a month its «части недели».
    pub fn week_parts(self) -> Vec<WeekPart> {
        let last = self.last();
        std::iter::successors(Some(Self::week(self.first)), |week| Some(week.next()))
            .take_while(|week| week.first <= last)
            .map(|week| WeekPart {
                starts_on: week.first.max(self.first),
                ends_on: week.last().min(last),
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::russian::NO_BREAK;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn period(text: &str) -> Period {
        text.parse().unwrap()
    }

    fn seen(text: &str) -> String {
        text.replace(NO_BREAK, " ")
    }

    #[test]
    fn a_period_is_written_as_it_is_read() {
        let wednesday = day("2026-11-18");
        let expected = [
            (Span::Day, "2026-11-18", "2026-11-18", "2026-11-18"),
            (Span::Week, "2026-W47", "2026-11-16", "2026-11-22"),
            (Span::Month, "2026-11", "2026-11-01", "2026-11-30"),
            (Span::Quarter, "2026-Q4", "2026-10-01", "2026-12-31"),
            (Span::Year, "2026", "2026-01-01", "2026-12-31"),
        ];
        for (span, text, first, last) in expected {
            let period = Period::containing(span, wednesday);
            assert_eq!((period.to_string(), period), (text.to_owned(), text.parse().unwrap()));
            assert_eq!((period.first(), period.last()), (day(first), day(last)));
        }
    }

    #[test]
    fn what_is_no_period_is_refused() {
        for text in ["", "26", "2026-13", "2026-W54", "2025-W53", "2026-Q5", "2026-Q0", "2026-2-3"]
        {
            assert!(text.parse::<Period>().is_err(), "{text}");
        }
        for text in ["2026-02-30", "1812", "9999-12", "2026-", "20ё6", "2026-+1", "ноябрь"] {
            assert!(text.parse::<Period>().is_err(), "{text}");
        }
    }

    #[test]
    fn the_week_of_new_year_belongs_to_its_iso_year() {
        assert_eq!(Period::week(day("2027-01-01")).to_string(), "2026-W53");
        assert_eq!(Period::week(day("2024-12-31")).to_string(), "2025-W01");
    }

    #[test]
    fn november_has_six_week_parts_and_five_with_working_days() {
        let parts = period("2026-11").week_parts();
        assert_eq!(parts.len(), 6);
        assert_eq!(parts[0], WeekPart { starts_on: day("2026-11-01"), ends_on: day("2026-11-01") });
        assert_eq!(parts[5], WeekPart { starts_on: day("2026-11-30"), ends_on: day("2026-11-30") });
    }

    #[test]
    fn titles_name_the_year_only_when_it_is_another() {
        let today = day("2026-11-18");
        let title = |text: &str| seen(&period(text).title(today));
        assert_eq!(title("2026-11"), "Ноябрь");
        assert_eq!(title("2025-11"), "Ноябрь 2025");
        assert_eq!(title("2026-W47"), "16–22 ноября");
        assert_eq!(title("2026-W49"), "30 ноября – 6 декабря");
        assert_eq!(title("2019-W47"), "18–24 ноября 2019");
        assert_eq!(title("2026-Q4"), "IV квартал");
        assert_eq!(title("2019-Q1"), "I квартал 2019");
        assert_eq!(title("2026-11-16"), "16 ноября");
        assert_eq!(title("2026"), "2026 год");
        assert_eq!(period("2026-W47").short_title(), "16–22.11");
        assert_eq!(period("2026-W49").short_title(), "30.11–6.12");
    }

    #[test]
    fn a_quarter_knows_its_months() {
        let months: Vec<String> = period("2026-Q4").months().map(|m| m.to_string()).collect();
        assert_eq!(months, ["2026-10", "2026-11", "2026-12"]);
        assert_eq!(period("2026-W49").months().count(), 2);
    }

    proptest! {
        #[test]
        fn periods_tile_the_calendar(offset in 0_u64..30_000, span in 0_usize..5) {
            let span = [Span::Day, Span::Week, Span::Month, Span::Quarter, Span::Year][span];
            let date = day("1995-01-01") + Days::new(offset);
            let period = Period::containing(span, date);
            prop_assert!(period.contains(date));
            prop_assert_eq!(period.next().first(), period.last() + Days::new(1));
            prop_assert_eq!(period.next().previous(), period);
            prop_assert_eq!(period.to_string().parse::<Period>(), Ok(period));
            let covered: usize = period.week_parts().iter()
                .map(|part| part.starts_on.iter_days().take_while(|d| *d <= part.ends_on).count())
                .sum();
            prop_assert_eq!(covered, period.days().count());
        }

        #[test]
        fn no_text_breaks_the_reader(text in ".{0,12}") {
            let _ = text.parse::<Period>();
        }
    }
}
