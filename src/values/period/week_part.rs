use chrono::{Datelike, Days, NaiveDate};

use super::{Period, WeekPart};
use crate::values::WorkCalendar;
use crate::values::russian::{NO_BREAK, day_and_month, month_genitive};

impl WeekPart {
    /// The part of a week that holds the day.
    pub fn containing(day: NaiveDate) -> Self {
        let (week, month) = (Period::week(day), Period::month(day));
        Self { starts_on: week.first().max(month.first()), ends_on: week.last().min(month.last()) }
    }

    /// The part that starts on the day; `None` when none does.
    pub fn starting(day: NaiveDate) -> Option<Self> {
        Some(Self::containing(day)).filter(|part| part.starts_on == day)
    }

    #[must_use]
    pub fn next(self) -> Self {
        Self::containing(self.ends_on + Days::new(1))
    }

    #[must_use]
    pub fn previous(self) -> Self {
        Self::containing(self.starts_on - Days::new(1))
    }

    pub fn contains(self, day: NaiveDate) -> bool {
        self.starts_on <= day && day <= self.ends_on
    }

    pub fn days(self) -> impl Iterator<Item = NaiveDate> {
        self.starts_on.iter_days().take_while(move |day| *day <= self.ends_on)
    }

    pub fn month(self) -> Period {
        Period::month(self.starts_on)
    }

    /// The period that has exactly these days: a week that no month cuts, or a single day.
    pub fn as_period(self) -> Option<Period> {
        [Period::week(self.starts_on), Period::day(self.starts_on)]
            .into_iter()
            .find(|period| (period.first(), period.last()) == (self.starts_on, self.ends_on))
    }

    pub fn working_days(
        self,
        calendar: &WorkCalendar,
    ) -> impl DoubleEndedIterator<Item = NaiveDate> {
        let days: Vec<_> = self.days().filter(|day| calendar.is_working(*day)).collect();
        days.into_iter()
    }

    /// «16–20 ноября»: from its first working day to the last one, or its days when none is worked; with the year
    /// when it is not today's.
    pub fn title(self, calendar: &WorkCalendar, today: NaiveDate) -> String {
        let working: Vec<_> = self.working_days(calendar).collect();
        let (first, last) = match working[..] {
            [] => (self.starts_on, self.ends_on),
            [first, ..] => (first, working[working.len() - 1]),
        };
        let days = if first == last {
            day_and_month(first)
        } else {
            format!("{}–{}{NO_BREAK}{}", first.day(), last.day(), month_genitive(last))
        };
        if first.year() == today.year() {
            return days;
        }
        format!("{days}{NO_BREAK}{}", first.year())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_week_over_the_border_of_a_month_has_two_parts() {
        let last = WeekPart::containing(day("2026-11-30"));
        assert_eq!((last.starts_on, last.ends_on), (day("2026-11-30"), day("2026-11-30")));
        let next = last.next();
        assert_eq!((next.starts_on, next.ends_on), (day("2026-12-01"), day("2026-12-06")));
        assert_eq!(next.previous(), last);
        assert_eq!(WeekPart::starting(day("2026-12-01")), Some(next));
        assert_eq!(WeekPart::starting(day("2026-12-02")), None);
    }

    #[test]
    fn a_part_is_called_by_its_working_days() {
        let title = |on: &str, today: &str| {
            let part = WeekPart::containing(day(on));
            part.title(WorkCalendar::russia(), day(today)).replace(NO_BREAK, " ")
        };
        assert_eq!(title("2026-11-18", "2026-11-18"), "16–20 ноября");
        assert_eq!(title("2026-11-30", "2026-11-18"), "30 ноября");
        assert_eq!(title("2026-11-01", "2026-11-18"), "1 ноября");
        assert_eq!(title("2026-10-31", "2027-01-18"), "26–30 октября 2026");
    }

    #[test]
    fn a_part_that_no_month_cuts_is_a_week_of_the_calendar() {
        let period = |on: &str| WeekPart::containing(day(on)).as_period().map(|p| p.to_string());
        assert_eq!(period("2026-11-18").as_deref(), Some("2026-W47"));
        assert_eq!(period("2026-11-30").as_deref(), Some("2026-11-30"));
        assert_eq!(period("2026-12-02"), None);
    }

    proptest! {
        #[test]
        fn parts_tile_the_calendar(offset in 0_u64..30_000) {
            let on = day("1995-01-01") + Days::new(offset);
            let part = WeekPart::containing(on);
            prop_assert!(part.contains(on) && part.month().contains(on));
            prop_assert!(part.month().week_parts().contains(&part));
            prop_assert_eq!(part.next().starts_on, part.ends_on + Days::new(1));
            prop_assert_eq!(part.next().previous(), part);
        }
    }
}
