//! The last words on periods, and whether a day is closed by them.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use chrono_tz::Tz;

use crate::values::russian::{day_and_month, time};
use crate::values::{CloseId, DepartmentId, MemberId, Period, WeekPart, WorkCalendar};

/// What is closed as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Span {
    /// An ISO week within its month, of one department.
    Week(WeekPart),
    /// Of the whole company.
    Month(Period),
}

impl Span {
    pub const fn code(self) -> &'static str {
        match self {
            Self::Week(_) => "week",
            Self::Month(_) => "month",
        }
    }

    pub fn first(self) -> NaiveDate {
        match self {
            Self::Week(part) => part.starts_on,
            Self::Month(month) => month.first(),
        }
    }

    pub fn last(self) -> NaiveDate {
        match self {
            Self::Week(part) => part.ends_on,
            Self::Month(month) => month.last(),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    Close,
    /// And why.
    Reopen(String),
}

/// The last word on a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closure {
    pub id: CloseId,
    /// `None`: the whole company.
    pub department: Option<DepartmentId>,
    pub span: Span,
    pub no: i32,
    pub act: Act,
    /// `None`: by itself.
    pub by_name: Option<String>,
    pub at: DateTime<Utc>,
}

impl Closure {
    pub fn is_closed(&self) -> bool {
        self.act == Act::Close
    }

    /// «подтвердила Орлова М. 20 ноября в 16:40» without a verb: «Орлова М., 20 ноября в 16:40».
    pub fn signed(&self, zone: Tz) -> String {
        let local = self.at.with_timezone(&zone);
        let when = format!("{} в {}", day_and_month(local.date_naive()), time(local.time()));
        match &self.by_name {
            Some(name) => format!("{name}, {when}"),
            None => format!("автоматически, {when}"),
        }
    }
}

/// When days and months of a company close.
#[derive(Debug, Clone)]
pub struct Rules {
    pub zone: Tz,
    pub day_closes_at: NaiveTime,
    /// The working day of the next month on which a month closes by itself.
    pub month_closes_on: u32,
    /// Earlier days are history: they are not late, and their weeks and months close by nobody.
    pub tracking_from: NaiveDate,
    /// The company's own.
    pub calendar: WorkCalendar,
}

impl Rules {
    /// The local moment at which a month closes by itself.
    pub fn month_closes_at(&self, month: Period) -> NaiveDateTime {
        let next = month.next();
        let day = self.calendar.nth_working_day(next, self.month_closes_on);
        day.unwrap_or(next.last()).and_time(self.day_closes_at)
    }

    /// Whether what is said of a day at a local moment comes after the day's hour.
    pub fn is_late(&self, day: NaiveDate, now: NaiveDateTime) -> bool {
        day >= self.tracking_from && now >= day.and_time(self.day_closes_at)
    }
}

/// Why a day takes no entries any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closed<'a> {
    Week(&'a Closure),
    Month(&'a Closure),
    /// Its day has come; the figures are frozen as soon as the schedule gets to it.
    MonthItself,
}

impl Closed<'_> {
    /// «неделя подтверждена: Орлова М., 20 ноября в 16:40»
    pub fn why(self, zone: Tz) -> String {
        match self {
            Self::Week(closure) => format!("неделя подтверждена: {}", closure.signed(zone)),
            Self::Month(closure) => format!("месяц закрыт: {}", closure.signed(zone)),
            Self::MonthItself => "месяц закрыт".into(),
        }
    }
}

/// Where a person belongs from a day on.
pub type Place = (NaiveDate, Option<DepartmentId>);

/// The department of a day among the moves of a person, the earliest first; before the first one that first one.
pub fn place(places: &[Place], day: NaiveDate) -> Option<DepartmentId> {
    let then = places.iter().rev().find(|(from, _)| *from <= day);
    then.or(places.first()).and_then(|(_, department)| *department)
}

/// All closures of some days, as they are at a moment.
#[derive(Debug, Clone)]
pub struct Closures {
    pub rules: Rules,
    /// The company's local time.
    pub now: NaiveDateTime,
    words: HashMap<(Option<DepartmentId>, Span), Closure>,
    places: HashMap<MemberId, Vec<Place>>,
}

impl Closures {
    pub fn new(
        rules: Rules,
        now: NaiveDateTime,
        words: Vec<Closure>,
        places: HashMap<MemberId, Vec<Place>>,
    ) -> Self {
        let words = words.into_iter().map(|word| ((word.department, word.span), word)).collect();
        Self { rules, now, words, places }
    }

    /// The last word on a department's week; `None` when nothing was said.
    pub fn week(&self, department: DepartmentId, part: WeekPart) -> Option<&Closure> {
        self.word(Some(department), Span::Week(part))
    }

    /// The last word on a month.
    pub fn month(&self, month: Period) -> Option<&Closure> {
        self.word(None, Span::Month(month))
    }

    /// The last word on a period of a department, or of the company.
    pub fn word(&self, department: Option<DepartmentId>, span: Span) -> Option<&Closure> {
        self.words.get(&(department, span))
    }

    /// Why a department's day takes no entries; `None`: it is open. People outside departments have months only.
    pub fn closed(&self, department: Option<DepartmentId>, day: NaiveDate) -> Option<Closed<'_>> {
        let month = Period::month(day);
        match self.month(month) {
            Some(word) if word.is_closed() => return Some(Closed::Month(word)),
            None if self.is_due(month) => return Some(Closed::MonthItself),
            _ => {}
        }
        let week = self.week(department?, WeekPart::containing(day));
        week.filter(|word| word.is_closed()).map(Closed::Week)
    }

    /// The same of a person's day, by the department the person was in.
    pub fn closed_for(&self, member: MemberId, day: NaiveDate) -> Option<Closed<'_>> {
        self.closed(self.department(member, day), day)
    }

    /// The department of a person on a day; before the first known one that first one.
    pub fn department(&self, member: MemberId, day: NaiveDate) -> Option<DepartmentId> {
        place(self.places.get(&member)?, day)
    }

    /// The first day of a person here, as far as it is known.
    pub fn since(&self, member: MemberId) -> Option<NaiveDate> {
        self.places.get(&member)?.first().map(|(from, _)| *from)
    }

    /// Whether a month closes by itself and its moment has come.
    pub fn is_due(&self, month: Period) -> bool {
        month.last() >= self.rules.tracking_from && self.now >= self.rules.month_closes_at(month)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono_tz::Europe::Moscow;
    use uuid::Uuid;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn sales() -> DepartmentId {
        DepartmentId(Uuid::from_u128(1))
    }

    fn ivanova() -> MemberId {
        MemberId(Uuid::from_u128(2))
    }

    fn rules() -> Rules {
        Rules {
            zone: Moscow,
            day_closes_at: "20:00:00".parse().unwrap(),
            month_closes_on: 5,
            tracking_from: day("2026-10-12"),
            calendar: WorkCalendar::russia().clone(),
        }
    }

    fn word(span: Span, act: Act) -> Closure {
        Closure {
            id: CloseId(Uuid::nil()),
            department: matches!(span, Span::Week(_)).then(sales),
            span,
            no: 1,
            act,
            by_name: Some("Орлова М.".into()),
            at: "2026-11-20T13:40:00Z".parse().unwrap(),
        }
    }

    fn at(now: &str, words: Vec<Closure>) -> Closures {
        let places = [(ivanova(), vec![(day("2026-02-02"), Some(sales()))])];
        Closures::new(rules(), now.parse().unwrap(), words, places.into())
    }

    fn week(on: &str) -> Span {
        Span::Week(WeekPart::containing(day(on)))
    }

    #[test]
    fn a_confirmed_week_closes_its_days_and_no_others() {
        let closures = at("2026-11-20T17:00:00", vec![word(week("2026-11-18"), Act::Close)]);
        let why = closures.closed_for(ivanova(), day("2026-11-20")).unwrap().why(Moscow);
        let why = why.replace('\u{a0}', " ");
        assert_eq!(why, "неделя подтверждена: Орлова М., 20 ноября в 16:40");
        assert_eq!(closures.closed_for(ivanova(), day("2026-11-23")), None);
        assert_eq!(closures.closed(Some(DepartmentId(Uuid::nil())), day("2026-11-18")), None);
    }

    #[test]
    fn the_last_word_holds() {
        let reopened = word(week("2026-11-18"), Act::Reopen("забыли возврат".into()));
        let closures = at("2026-11-20T17:00:00", vec![reopened]);
        assert_eq!(closures.closed_for(ivanova(), day("2026-11-18")), None);
    }

    #[test]
    fn a_closed_month_closes_weeks_that_nobody_confirmed_and_people_outside_departments() {
        let month = Span::Month(Period::month(day("2026-11-01")));
        let closures = at("2026-12-03T12:00:00", vec![word(month, Act::Close)]);
        assert!(closures.closed_for(ivanova(), day("2026-11-18")).is_some());
        assert!(closures.closed(None, day("2026-11-18")).is_some());
        assert_eq!(closures.closed(None, day("2026-12-01")), None);
    }

    #[test]
    fn a_month_closes_by_itself_at_the_hour_of_its_working_day_and_history_never() {
        let october = Period::month(day("2026-10-01"));
        // Working days of November 2026: 2, 3, 5, 6, 9.
        assert_eq!(rules().month_closes_at(october), "2026-11-09T20:00:00".parse().unwrap());
        let before = at("2026-11-09T19:59:59", vec![]);
        assert_eq!(before.closed_for(ivanova(), day("2026-10-31")), None);
        let after = at("2026-11-09T20:00:00", vec![]);
        assert_eq!(after.closed_for(ivanova(), day("2026-10-31")), Some(Closed::MonthItself));
        assert_eq!(after.closed_for(ivanova(), day("2026-09-30")), None);
        let reopened = word(Span::Month(october), Act::Reopen("возврат".into()));
        let reopened = at("2026-11-20T12:00:00", vec![reopened]);
        assert_eq!(reopened.closed_for(ivanova(), day("2026-10-31")), None);
    }

    #[test]
    fn an_entry_is_late_after_the_hour_of_its_day() {
        let late = |day_: &str, now: &str| rules().is_late(day(day_), now.parse().unwrap());
        assert!(!late("2026-11-18", "2026-11-18T19:59:59"));
        assert!(late("2026-11-18", "2026-11-18T20:00:00"));
        assert!(late("2026-11-18", "2026-11-19T09:00:00"));
        assert!(!late("2026-10-01", "2026-11-19T09:00:00"), "before tracking nothing is late");
    }

    #[test]
    fn a_person_belongs_where_the_last_move_before_the_day_led() {
        let other = DepartmentId(Uuid::from_u128(9));
        let places = vec![
            (day("2026-02-02"), Some(sales())),
            (day("2026-06-01"), Some(other)),
            (day("2026-11-16"), None),
        ];
        let closures = Closures::new(
            rules(),
            "2026-11-20T12:00:00".parse().unwrap(),
            vec![],
            [(ivanova(), places)].into(),
        );
        let on = |text: &str| closures.department(ivanova(), day(text));
        assert_eq!((on("2026-01-01"), on("2026-05-31")), (Some(sales()), Some(sales())));
        assert_eq!((on("2026-06-01"), on("2026-11-16")), (Some(other), None));
        assert_eq!(closures.since(ivanova()), Some(day("2026-02-02")));
    }
}
