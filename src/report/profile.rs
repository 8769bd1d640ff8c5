//! How a month's money usually comes: in business between companies, late (formulas, 2c).

use chrono::NaiveDate;

use crate::values::{Percent, Period, WorkCalendar};

/// Cumulative money of one finished month after each of its working days, in minor units. The
/// last number is the whole month's.
pub type Course = Vec<i64>;

/// The usual course of a month, from finished months of the company's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    months: Vec<Course>,
}

/// Fewer finished months than this are no profile.
pub const FEWEST_MONTHS: usize = 3;
/// Months further back say nothing of today.
pub const LONGEST: u32 = 6;
const PARTS: i128 = 1_000_000_000;

impl Profile {
    /// Months that brought nothing are left out; `None` when fewer than three are left.
    pub fn of(months: impl IntoIterator<Item = Course>) -> Option<Self> {
        let months: Vec<Course> = months
            .into_iter()
            .filter(|course| course.last().is_some_and(|whole| *whole > 0))
            .collect();
        (months.len() >= FEWEST_MONTHS).then_some(Self { months })
    }

    /// From money by day of these months.
    pub fn of_days(
        months: &[Period],
        days: &[(NaiveDate, i64)],
        calendar: &WorkCalendar,
    ) -> Option<Self> {
        Self::of(months.iter().map(|month| course(*month, days, calendar)))
    }

    pub fn months(&self) -> usize {
        self.months.len()
    }

    /// The average share of a month's money received by its `passed`-th working day of `total`.
    pub fn share(&self, passed: u32, total: u32) -> Option<Percent> {
        let shares = self.months.iter().filter_map(|course| share_of(course, passed, total));
        let (sum, count) = shares.fold((0, 0), |(sum, count), share| (sum + share, count + 1));
        Percent::ratio(sum, count * PARTS)
    }
}

/// What came on days off joins the working day after, at the end of the month the last one.
fn course(month: Period, days: &[(NaiveDate, i64)], calendar: &WorkCalendar) -> Course {
    let (first, last) = (month.first(), month.last());
    let mut course = vec![0; calendar.working(month).count()];
    let Some(end) = course.len().checked_sub(1) else { return course };
    for (on, value) in days.iter().filter(|(on, _)| first <= *on && *on <= last) {
        let before = calendar.working_days(first, *on) - u32::from(calendar.is_working(*on));
        course[usize::try_from(before).map_or(end, |before| before.min(end))] += value;
    }
    course.iter_mut().fold(0, |sum, day| {
        *day += sum;
        *day
    });
    course
}

/// The share of one month at the same point, in billionths, straight between working days.
fn share_of(course: &[i64], passed: u32, total: u32) -> Option<i128> {
    let whole = i128::from(*course.last()?);
    let length = u64::try_from(course.len()).ok()?;
    if total == 0 || passed >= total {
        return Some(PARTS);
    }
    let point = u64::from(passed) * length;
    let (day, beyond) = (point / u64::from(total), point % u64::from(total));
    let (before, after) = (after_day(course, day), after_day(course, day + 1));
    let total = i128::from(total);
    let received = before * total + (after - before) * i128::from(beyond);
    Some(received * PARTS / (whole * total))
}

fn after_day(course: &[i64], day: u64) -> i128 {
    let index = day.checked_sub(1).and_then(|index| usize::try_from(index).ok());
    index.and_then(|index| course.get(index)).copied().unwrap_or(0).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn late() -> Course {
        (1..=20).map(|day: i64| if day <= 9 { day * 4 } else { 36 + (day - 9) * 64 / 11 }).collect()
    }

    #[test]
    fn by_the_ninth_day_only_thirty_six_percent_usually_come() {
        let profile = Profile::of([late(), late(), late()]).unwrap();
        assert_eq!(profile.share(9, 20), Some(Percent::whole(36)));
        assert_eq!(profile.share(20, 20), Some(Percent::whole(100)));
        assert_eq!(profile.share(0, 20), Some(Percent::whole(0)));
    }

    #[test]
    fn months_of_other_lengths_are_compared_at_the_same_point() {
        let even = |days: i64| (1..=days).collect::<Course>();
        let profile = Profile::of([even(18), even(20), even(22)]).unwrap();
        assert_eq!(profile.share(10, 20).unwrap().rounded(3), 50_000);
    }

    #[test]
    fn money_of_days_off_joins_the_next_working_day() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let november = Period::month(day("2026-11-01"));
        let days = [(day("2026-11-01"), 5), (day("2026-11-04"), 7), (day("2026-11-30"), 8)];
        let course = course(november, &days, WorkCalendar::russia());
        assert_eq!(course.len(), 20);
        assert_eq!((course[0], course[1], course[2], course[19]), (5, 5, 12, 20));
    }

    #[test]
    fn two_months_are_no_profile() {
        assert_eq!(Profile::of([late(), late()]), None);
        assert_eq!(Profile::of([late(), late(), vec![0; 20], vec![]]), None);
    }

    proptest! {
        #[test]
        fn a_share_grows_with_the_days(
            months in prop::collection::vec(prop::collection::vec(0_i64..1_000_000, 15..24), 3..7),
            total in 15_u32..24,
        ) {
            let courses = months.iter().map(|days| {
                days.iter().scan(1, |sum, day| { *sum += day; Some(*sum) }).collect::<Course>()
            });
            let profile = Profile::of(courses).unwrap();
            let shares: Vec<Percent> = (0..=total).map(|day| profile.share(day, total).unwrap()).collect();
            prop_assert!(shares.is_sorted());
            prop_assert_eq!(shares.last(), Some(&Percent::whole(100)));
        }
    }
}
