use chrono::{Days, NaiveDate};

use super::{Period, WeekPart};

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
