//! The production calendar: which days are worked.
//!
//! Three layers: a country's calendar, over it the company's own days, over them a person's. What differs is kept with the
//! day it was learnt, so that plans of days that had passed by then stay as they were.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};

use chrono::{Datelike, NaiveDate, Weekday};

use super::period::Period;
use country::Country;

mod country;

static RUSSIA: LazyLock<Country> =
    LazyLock::new(|| Country::read(include_str!("../../../data/work-calendar-ru.csv")));
static RUSSIAN: LazyLock<WorkCalendar> = LazyLock::new(|| WorkCalendar {
    country: &RUSSIA,
    company: None,
    own: Arc::new(BTreeMap::new()),
});

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayKind {
    Work,
    /// An hour shorter; it counts as a whole working day.
    Short,
    Off,
}

impl DayKind {
    pub const ALL: [Self; 3] = [Self::Work, Self::Short, Self::Off];

    /// As it is stored.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Work => "work",
            Self::Short => "short",
            Self::Off => "off",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// A day that differs from the calendar beneath.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayChange {
    pub day: NaiveDate,
    /// Before this day nobody knew of it.
    pub learnt_on: NaiveDate,
    /// `None`: as in the calendar beneath again.
    pub kind: Option<DayKind>,
    pub name: String,
}

type Changes = BTreeMap<NaiveDate, Vec<DayChange>>;

/// Days of work: of a country, a company or a person. Cheap to clone.
#[derive(Debug, Clone)]
pub struct WorkCalendar {
    country: &'static Country,
    /// Of a person: the company's.
    company: Option<Arc<WorkCalendar>>,
    own: Arc<Changes>,
}

impl WorkCalendar {
    /// Russia, years 2023 to 2027.
    pub fn russia() -> &'static Self {
        &RUSSIAN
    }

    /// This calendar with days of the company's own, the earliest learnt first.
    #[must_use]
    pub fn with(&self, changes: impl IntoIterator<Item = DayChange>) -> Self {
        let mut own = (*self.own).clone();
        for change in changes {
            own.entry(change.day).or_default().push(change);
        }
        Self { own: Arc::new(own), ..self.clone() }
    }

    /// A person's calendar over this one of the company.
    #[must_use]
    pub fn for_person(&self, changes: impl IntoIterator<Item = DayChange>) -> Self {
        let company = Some(Arc::new(self.clone()));
        Self { country: self.country, company, own: Arc::default() }.with(changes)
    }

    /// The company's calendar beneath a person's; its own otherwise.
    pub fn shared(&self) -> &Self {
        self.company.as_deref().unwrap_or(self)
    }

    /// The edition of the country's calendar.
    pub fn edition(&self) -> u32 {
        self.country.edition
    }

    /// Whether the country's calendar holds this year; otherwise pages say «по обычной пятидневке».
    pub fn is_known(&self, year: i32) -> bool {
        let held = |month, day| {
            NaiveDate::from_ymd_opt(year, month, day)
                .is_some_and(|day| self.country.held(day).is_some())
        };
        held(1, 1) && held(12, 31)
    }

    pub fn kind(&self, day: NaiveDate) -> DayKind {
        match self.change(day) {
            Some(DayChange { kind: Some(kind), .. }) => *kind,
            _ => match &self.company {
                Some(company) => company.kind(day),
                None => self.country.kind(day),
            },
        }
    }

    /// «День народного единства», «Сокращённый день».
    pub fn name(&self, day: NaiveDate) -> Option<&str> {
        match (self.change(day), &self.company) {
            (Some(DayChange { kind: Some(_), name, .. }), _) => {
                Some(name.as_str()).filter(|name| !name.is_empty())
            }
            (_, Some(company)) => company.name(day),
            (_, None) => self.country.name(day),
        }
    }

    /// What makes a day another than in the calendar beneath.
    pub fn change(&self, day: NaiveDate) -> Option<&DayChange> {
        self.own.get(&day).and_then(|all| all.last())
    }

    /// How many times days of its own were changed.
    pub fn changes(&self) -> i64 {
        let changes: usize = self.own.values().map(Vec::len).sum();
        i64::try_from(changes).unwrap_or(i64::MAX)
    }

    /// The days of its own that differ from the calendar beneath, in order.
    pub fn own_days(&self) -> impl Iterator<Item = &DayChange> {
        self.own.values().filter_map(|all| all.last()).filter(|change| change.kind.is_some())
    }

    pub fn is_working(&self, day: NaiveDate) -> bool {
        self.kind(day) != DayKind::Off
    }

    /// A day that most people work and the calendar does not, or one with a name: not a mere Saturday.
    pub fn is_holiday(&self, day: NaiveDate) -> bool {
        let is_weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        self.kind(day) == DayKind::Off && (!is_weekend || self.name(day).is_some())
    }

    /// Working days from `first` to `last`, both included; zero when `last` is earlier.
    pub fn working_days(&self, first: NaiveDate, last: NaiveDate) -> u32 {
        if last < first {
            return 0;
        }
        let beneath = match &self.company {
            Some(company) => company.working_days(first, last),
            None => self.country.working_days(first, last),
        };
        let own = self
            .own
            .range(first..=last)
            .filter_map(|(day, changes)| Some((*day, changes.last()?.kind? != DayKind::Off)));
        own.fold(beneath, |count, (day, works)| {
            count + u32::from(works) - u32::from(self.is_worked_beneath(day))
        })
    }

    fn is_worked_beneath(&self, day: NaiveDate) -> bool {
        match &self.company {
            Some(company) => company.is_working(day),
            None => self.country.kind(day) != DayKind::Off,
        }
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

    /// What each of these days weighs in a plan: one or nothing. Somebody who works on none of them takes the company's days.
    pub fn weights(&self, first: NaiveDate, last: NaiveDate) -> Vec<u32> {
        let days = || first.iter_days().take_while(|day| *day <= last);
        let own: Vec<u32> = days().map(|day| u32::from(self.is_working(day))).collect();
        match &self.company {
            Some(company) if own.iter().all(|weight| *weight == 0) => company.weights(first, last),
            _ => own,
        }
    }

    /// The days from the second to the last on which something was learnt about days between the two.
    pub fn learnt(&self, first: NaiveDate, last: NaiveDate) -> BTreeSet<NaiveDate> {
        let own = self.own.range(first..=last).flat_map(|(_, changes)| changes);
        let on = own.map(|change| change.learnt_on).filter(|on| first < *on && *on <= last);
        let beneath = self.company.iter().flat_map(|company| company.learnt(first, last));
        on.chain(beneath).collect()
    }

    /// The calendar as it was known at the end of a day.
    #[must_use]
    pub fn as_known_on(&self, on: NaiveDate) -> Self {
        let company = self.company.as_ref().map(|company| Arc::new(company.as_known_on(on)));
        let is_known = |change: &DayChange| change.learnt_on <= on;
        if self.own.values().flatten().all(is_known) {
            return Self { company, ..self.clone() };
        }
        let own = self.own.values().flatten().filter(|change| is_known(change)).cloned();
        Self { country: self.country, company, own: Arc::default() }.with(own)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Days;
    use proptest::prelude::*;

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
        assert_eq!((calendar.edition(), RUSSIA.days.len()), (1, 1826));
        assert_eq!(RUSSIA.first, day("2023-01-01"));
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

    fn change(on: &str, learnt_on: &str, kind: Option<DayKind>) -> DayChange {
        DayChange { day: day(on), learnt_on: day(learnt_on), kind, name: String::new() }
    }

    fn off(on: &str, learnt_on: &str) -> DayChange {
        change(on, learnt_on, Some(DayKind::Off))
    }

    #[test]
    fn a_company_has_days_of_its_own_and_a_person_beneath_nobody_elses() {
        let company = WorkCalendar::russia().with([
            off("2026-11-20", "2026-11-10"),
            change("2026-11-21", "2026-11-10", Some(DayKind::Work)),
        ]);
        let person = company.for_person([off("2026-11-23", "2026-11-12")]);
        let november = Period::month(day("2026-11-01"));
        let count = |calendar: &WorkCalendar| calendar.working_days_in(november);
        assert_eq!([WorkCalendar::russia(), &company, &person].map(count), [20, 20, 19]);
        assert!(!person.is_working(day("2026-11-20")) && person.is_working(day("2026-11-21")));
        assert!(company.is_working(day("2026-11-23")));
    }

    #[test]
    fn a_day_taken_back_is_as_in_the_calendar_again() {
        let calendar = WorkCalendar::russia()
            .with([off("2026-11-20", "2026-11-10"), change("2026-11-20", "2026-11-12", None)]);
        assert!(calendar.is_working(day("2026-11-20")));
        assert!(!calendar.as_known_on(day("2026-11-11")).is_working(day("2026-11-20")));
        assert!(calendar.as_known_on(day("2026-11-09")).is_working(day("2026-11-20")));
    }

    #[test]
    fn what_was_learnt_within_a_period_is_told_once() {
        let company = WorkCalendar::russia().with([off("2026-11-20", "2026-11-10")]);
        let person = company.for_person([
            off("2026-11-23", "2026-11-12"),
            off("2026-11-24", "2026-11-12"),
            off("2026-11-25", "2026-10-12"),
            off("2026-12-25", "2026-11-14"),
        ]);
        let learnt = person.learnt(day("2026-11-01"), day("2026-11-30"));
        assert_eq!(learnt.into_iter().collect::<Vec<_>>(), [day("2026-11-10"), day("2026-11-12")]);
    }

    #[test]
    fn who_works_on_no_day_takes_the_companys() {
        let person = WorkCalendar::russia()
            .for_person(["2026-11-19", "2026-11-20"].map(|on| off(on, "2026-11-01")));
        assert_eq!(person.weights(day("2026-11-19"), day("2026-11-22")), [1, 1, 0, 0]);
        assert_eq!(person.weights(day("2026-11-18"), day("2026-11-20")), [1, 0, 0]);
    }

    proptest! {
        /// Each day by itself, on both sides of the years that are held.
        #[test]
        fn working_days_are_those_that_are_worked(
            from in 0_u64..2_200,
            many in 0_u64..500,
            own in prop::collection::vec((0_u64..2_200, prop::option::of(0_usize..3)), 0..60),
            persons in prop::collection::vec((0_u64..2_200, prop::option::of(0_usize..3)), 0..60),
        ) {
            let start = day("2022-11-01");
            let changes = |days: Vec<(u64, Option<usize>)>| {
                days.into_iter().map(move |(offset, kind)| DayChange {
                    day: start + Days::new(offset),
                    learnt_on: start,
                    kind: kind.map(|kind| DayKind::ALL[kind]),
                    name: String::new(),
                })
            };
            let calendar = WorkCalendar::russia().with(changes(own)).for_person(changes(persons));
            let (first, last) = (start + Days::new(from), start + Days::new(from + many));
            let days = first.iter_days().take_while(|day| *day <= last);
            let worked = days.filter(|day| calendar.is_working(*day)).count();
            prop_assert_eq!(usize::try_from(calendar.working_days(first, last)).unwrap(), worked);
        }
    }

    #[test]
    fn a_holiday_is_no_mere_saturday() {
        let calendar = WorkCalendar::russia();
        let is = ["2026-11-04", "2026-11-07", "2026-01-03", "2026-11-05"]
            .map(|on| calendar.is_holiday(day(on)));
        assert_eq!(is, [true, false, true, false]);
    }
}
