//! A month's number of one person and metric, spread over its days.
//!
//! Month → parts of weeks → days, by working days, largest remainder at each step and ties to the
//! earlier (formulas, section 1). A newer version keeps the days that passed and spreads the rest
//! over the days left, so that the days always add up to the newest number.

use chrono::NaiveDate;

use crate::values::{Period, WorkCalendar, distribute};

/// One approved version's number, in minor units; `None` is «не задан».
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Version {
    pub effective_on: NaiveDate,
    pub no: i32,
    pub value: Option<i64>,
}

/// The plan of each day from `first` on, in minor units; `None` where no plan was set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayPlans {
    first: NaiveDate,
    days: Vec<Option<i64>>,
}

/// The day plans of `period` (a month) under its versions, given in any order. Each supersedes the
/// ones before it from its own day on, so that the newest number holds. So does what is learnt of
/// days: an absence, a day off move the plan of the days left and none of those that passed.
pub fn day_plans(period: Period, versions: &[Version], calendar: &WorkCalendar) -> DayPlans {
    day_plans_by(period, versions, calendar, |value, from, known| {
        spread(value, period, from, known)
    })
}

/// The same with another way to spread: of a number over the days from one to the month's last,
/// by the calendar as it was known then; a part for each, adding up to it.
pub fn day_plans_by(
    period: Period,
    versions: &[Version],
    calendar: &WorkCalendar,
    spread: impl Fn(i64, NaiveDate, &WorkCalendar) -> Vec<i64>,
) -> DayPlans {
    let empty = DayPlans { first: period.first(), days: vec![None; period.days().count()] };
    let spread = |value, from| spread(value, from, &calendar.as_known_on(from));
    let steps = steps(period, versions, calendar).into_iter();
    steps.fold(empty, |plans, version| plans.superseded(period, version, &spread))
}

/// The versions by number; between two of them one more for each day on which the calendar changed.
fn steps(period: Period, versions: &[Version], calendar: &WorkCalendar) -> Vec<Version> {
    let mut versions = versions.to_vec();
    versions.sort_by_key(|version| version.no);
    let learnt = calendar.learnt(period.first(), period.last());
    let mut steps = vec![];
    for (at, version) in versions.iter().enumerate() {
        let next = versions.get(at + 1).map_or(NaiveDate::MAX, |next| next.effective_on);
        let own = learnt.iter().filter(|on| version.effective_on < **on && **on < next);
        steps.push(*version);
        steps.extend(own.map(|on| Version { effective_on: *on, ..*version }));
    }
    steps
}

/// From what day a version approved today counts: the first version of a month states all of it,
/// and a version of a month that is over corrects all of it; else the days that passed keep their
/// plan, and so do those before the day from which the version before (`latest`) holds.
pub fn effective_on(month: Period, latest: Option<NaiveDate>, today: NaiveDate) -> NaiveDate {
    match latest {
        Some(latest) if today <= month.last() => today.max(latest).max(month.first()),
        _ => month.first(),
    }
}

/// Plans of the days from `from` to the end of the month, by week parts and working days: a person's
/// own, or the company's when the person has none left.
pub fn spread(value: i64, month: Period, from: NaiveDate, calendar: &WorkCalendar) -> Vec<i64> {
    let weights = calendar.weights(from, month.last());
    let mut left = weights.as_slice();
    let parts: Vec<Vec<u32>> = month
        .week_parts()
        .iter()
        .filter(|part| part.ends_on >= from)
        .map(|part| {
            let days = (part.ends_on - part.starts_on.max(from)).num_days() + 1;
            let (own, rest) = left.split_at(usize::try_from(days).unwrap_or(0).min(left.len()));
            left = rest;
            own.to_vec()
        })
        .collect();
    let by_part = if parts.iter().flatten().all(|weight| *weight == 0) {
        parts.iter().map(|days| u32::try_from(days.len()).unwrap_or(0)).collect()
    } else {
        parts.iter().map(|days| days.iter().sum()).collect::<Vec<u32>>()
    };
    let shares = distribute(value, &by_part);
    shares.iter().zip(&parts).flat_map(|(share, days)| distribute(*share, days)).collect()
}

impl DayPlans {
    fn superseded(
        mut self,
        month: Period,
        version: Version,
        spread: &impl Fn(i64, NaiveDate) -> Vec<i64>,
    ) -> Self {
        let from = version.effective_on.max(month.first());
        if from > month.last() {
            return self;
        }
        self.days.truncate(usize::try_from((from - self.first).num_days()).unwrap_or(0));
        let elapsed: i64 = self.days.iter().flatten().sum();
        match version.value {
            Some(value) => {
                let rest = spread(value - elapsed, from);
                self.days.extend(rest.into_iter().map(Some));
            }
            None => self.days.resize(month.days().count(), None),
        }
        self
    }

    /// The whole month's number; `None` when no day has a plan.
    pub fn total(&self) -> Option<i64> {
        self.between(self.first, NaiveDate::MAX)
    }

    /// The plan from `first` to `last`, both included; `None` when none of these days has one.
    pub fn between(&self, first: NaiveDate, last: NaiveDate) -> Option<i64> {
        let days = self.first.iter_days().zip(&self.days);
        let inside = days.filter(|(day, _)| first <= *day && *day <= last);
        inside.filter_map(|(_, plan)| *plan).fold(None, |sum, plan| Some(sum.unwrap_or(0) + plan))
    }

    /// Each day with its plan.
    pub fn days(&self) -> impl Iterator<Item = (NaiveDate, Option<i64>)> {
        self.first.iter_days().zip(self.days.iter().copied())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::{DayChange, DayKind};
    use chrono::Days;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn november() -> Period {
        Period::month(day("2026-11-01"))
    }

    fn version(effective_on: &str, no: i32, value: Option<i64>) -> Version {
        Version { effective_on: day(effective_on), no, value }
    }

    fn plans(versions: &[Version]) -> DayPlans {
        day_plans(november(), versions, WorkCalendar::russia())
    }

    fn weeks(plans: &DayPlans) -> Vec<i64> {
        let parts = november().week_parts();
        parts.iter().map(|part| plans.between(part.starts_on, part.ends_on).unwrap()).collect()
    }

    fn nonzero_days(plans: &DayPlans) -> Vec<i64> {
        plans.days().filter_map(|(_, plan)| plan.filter(|value| *value != 0)).collect()
    }

    #[test]
    fn twenty_three_meetings_fall_into_weeks_and_then_days() {
        let plans = plans(&[version("2026-11-01", 1, Some(23))]);
        assert_eq!(weeks(&plans), [0, 4, 6, 6, 6, 1]);
        assert_eq!(
            nonzero_days(&plans),
            [1, 1, 1, 1, 2, 1, 1, 1, 1, 2, 1, 1, 1, 1, 2, 1, 1, 1, 1, 1]
        );
        assert_eq!(plans.total(), Some(23));
    }

    #[test]
    fn six_millions_are_three_hundred_thousand_a_working_day() {
        let plans = plans(&[version("2026-11-01", 1, Some(6_000_000))]);
        assert_eq!(weeks(&plans), [0, 1_200_000, 1_500_000, 1_500_000, 1_500_000, 300_000]);
        assert_eq!(nonzero_days(&plans), [300_000; 20]);
        assert_eq!(plans.between(day("2026-11-01"), day("2026-11-13")), Some(2_700_000));
        assert_eq!(plans.between(day("2026-11-04"), day("2026-11-04")), Some(0));
    }

    #[test]
    fn a_new_version_keeps_the_days_that_passed() {
        let versions =
            [version("2026-11-16", 2, Some(7_100_000)), version("2026-11-01", 1, Some(6_000_000))];
        let plans = plans(&versions);
        assert_eq!(plans.between(day("2026-11-01"), day("2026-11-15")), Some(2_700_000));
        assert_eq!(plans.between(day("2026-11-16"), day("2026-11-16")), Some(400_000));
        assert_eq!(plans.total(), Some(7_100_000));
    }

    #[test]
    fn of_two_versions_of_one_day_the_later_number_counts() {
        let versions = [version("2026-11-01", 2, Some(10)), version("2026-11-01", 1, Some(40))];
        assert_eq!(plans(&versions).total(), Some(10));
    }

    #[test]
    fn a_plan_taken_back_leaves_the_days_that_passed() {
        let versions = [version("2026-11-01", 1, Some(6_000_000)), version("2026-11-16", 2, None)];
        let plans = plans(&versions);
        assert_eq!(plans.total(), Some(2_700_000));
        assert_eq!(plans.between(day("2026-11-16"), day("2026-11-30")), None);
    }

    #[test]
    fn no_version_is_no_plan_and_zero_is_zero() {
        assert_eq!(plans(&[]).total(), None);
        assert_eq!(plans(&[version("2026-11-01", 1, Some(0))]).total(), Some(0));
    }

    #[test]
    fn the_first_version_states_the_whole_month_and_a_later_one_the_rest() {
        let from = |latest: &str, today| {
            effective_on(november(), latest.parse().ok(), day(today)).to_string()
        };
        assert_eq!(from("", "2026-11-10"), "2026-11-01");
        assert_eq!(from("2026-11-01", "2026-11-10"), "2026-11-10");
        assert_eq!(from("2026-11-20", "2026-11-10"), "2026-11-20");
        assert_eq!(from("2026-11-01", "2026-10-10"), "2026-11-01");
    }

    #[test]
    fn a_month_that_is_over_is_corrected_from_its_first_day() {
        let latest = Some(day("2026-11-16"));
        assert_eq!(effective_on(november(), latest, day("2026-12-01")), day("2026-11-01"));
        let versions = [
            version("2026-11-01", 1, Some(6_000_000)),
            version("2026-11-16", 2, Some(7_100_000)),
            version("2026-11-01", 3, Some(4_000_000)),
        ];
        assert_eq!(nonzero_days(&plans(&versions)), [200_000; 20]);
    }

    fn away(days: &[&str], learnt_on: &str) -> WorkCalendar {
        let change = |on: &&str| DayChange {
            day: day(on),
            learnt_on: day(learnt_on),
            kind: Some(DayKind::Off),
            name: String::new(),
        };
        WorkCalendar::russia().for_person(days.iter().map(change))
    }

    const LAST_WEEK: [&str; 5] =
        ["2026-11-23", "2026-11-24", "2026-11-25", "2026-11-26", "2026-11-27"];

    #[test]
    fn a_month_falls_on_the_days_a_person_works() {
        let versions = [version("2026-11-01", 1, Some(1_500_000))];
        let plans = day_plans(november(), &versions, &away(&LAST_WEEK, "2026-10-20"));
        assert_eq!(nonzero_days(&plans), [100_000; 15]);
        assert_eq!(weeks(&plans), [0, 400_000, 500_000, 500_000, 0, 100_000]);
    }

    #[test]
    fn what_is_learnt_of_days_moves_the_days_left_only() {
        let versions = [version("2026-11-01", 1, Some(1_500_000))];
        let plans = day_plans(november(), &versions, &away(&LAST_WEEK, "2026-11-16"));
        assert_eq!(plans.between(day("2026-11-01"), day("2026-11-15")), Some(675_000));
        assert_eq!(plans.between(day("2026-11-16"), day("2026-11-16")), Some(137_500));
        assert_eq!(plans.between(day("2026-11-23"), day("2026-11-27")), Some(0));
        assert_eq!(plans.total(), Some(1_500_000));
    }

    #[test]
    fn who_has_no_day_left_carries_the_companys_days() {
        let versions = [version("2026-11-01", 1, Some(2_000))];
        let rest = [&LAST_WEEK[..], &["2026-11-30"]].concat();
        let plans = day_plans(november(), &versions, &away(&rest, "2026-11-23"));
        assert_eq!(plans.between(day("2026-11-23"), day("2026-11-30")), Some(600));
        assert_eq!(plans.total(), Some(2_000));
    }

    proptest! {
        #[test]
        fn personal_days_add_up_and_keep_the_past(
            offs in prop::collection::vec((0_u64..30, 0_u64..30), 0..25),
            value in 0_i64..1_000_000_000,
        ) {
            let at = |offset| november().first() + Days::new(offset);
            let changes = |offs: &[(u64, u64)]| {
                let mut offs = offs.to_vec();
                offs.sort_by_key(|(_, learnt)| *learnt);
                let change = |(on, learnt)| DayChange {
                    day: at(on), learnt_on: at(learnt), kind: Some(DayKind::Off), name: String::new(),
                };
                WorkCalendar::russia().for_person(offs.into_iter().map(change))
            };
            let versions = [version("2026-11-01", 1, Some(value))];
            let all = day_plans(november(), &versions, &changes(&offs));
            prop_assert_eq!(all.total(), Some(value));
            let Some(last) = offs.iter().map(|(_, learnt)| *learnt).max() else { return Ok(()) };
            let earlier: Vec<_> = offs.iter().copied().filter(|(_, learnt)| *learnt < last).collect();
            let before = day_plans(november(), &versions, &changes(&earlier));
            let eve = at(last) - Days::new(1);
            prop_assert_eq!(all.between(november().first(), eve), before.between(november().first(), eve));
        }

        #[test]
        fn days_sum_to_the_newest_number(
            month in 0_u32..60,
            changes in prop::collection::vec((0_u64..28, -1_000_000_000_i64..1_000_000_000_000), 1..5),
        ) {
            let month = Period::month(day("2023-01-01") + chrono::Months::new(month));
            let versions: Vec<Version> = (0..).zip(&changes)
                .map(|(no, (offset, value))| Version {
                    effective_on: month.first() + Days::new(*offset),
                    no,
                    value: Some(*value),
                })
                .collect();
            let newest = versions.last().unwrap();
            let plans = day_plans(month, &versions, WorkCalendar::russia());
            prop_assert_eq!(plans.total(), newest.value);
            prop_assert_eq!(plans.days().count(), month.days().count());
        }

        #[test]
        fn a_newer_version_never_touches_the_days_before_it(
            offset in 1_u64..28, old in 0_i64..1_000_000_000, new in 0_i64..1_000_000_000,
        ) {
            let first = version("2026-11-01", 1, Some(old));
            let from = day("2026-11-01") + Days::new(offset);
            let second = Version { effective_on: from, no: 2, value: Some(new) };
            let (before, after) = (plans(&[first]), plans(&[first, second]));
            let eve = from - Days::new(1);
            prop_assert_eq!(before.between(day("2026-11-01"), eve), after.between(day("2026-11-01"), eve));
        }

        #[test]
        fn days_off_have_no_part_of_the_plan(value in 0_i64..1_000_000_000) {
            for (date, plan) in plans(&[version("2026-11-01", 1, Some(value))]).days() {
                prop_assert!(WorkCalendar::russia().is_working(date) || plan == Some(0));
            }
        }
    }
}
