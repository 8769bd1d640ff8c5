//! On which days of the week or of a cycle somebody works, from a day until the next schedule.

use chrono::{Datelike, NaiveDate, Weekday};
use serde::Deserialize;

use crate::form::FieldErrors;
use crate::values::WorkCalendar;
use crate::values::russian::{listed, weekday_short};

pub const WEEK: [Weekday; 7] = [
    Weekday::Mon,
    Weekday::Tue,
    Weekday::Wed,
    Weekday::Thu,
    Weekday::Fri,
    Weekday::Sat,
    Weekday::Sun,
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Schedule {
    /// As the company's calendar says: «5/2».
    Company,
    /// Own days of the week; holidays are off. Monday is the lowest bit.
    Week(u8),
    /// So many days on, so many off, whatever the calendar says; the first day on is the first of the schedule.
    Cycle { works: u8, rests: u8 },
}

/// The longest run of days on or off.
const LONGEST: u8 = 31;

impl Schedule {
    /// As stored.
    pub fn read(kind: &str, weekdays: u8, works: u8, rests: u8) -> Option<Self> {
        match kind {
            "company" => Some(Self::Company),
            "week" => Some(Self::Week(weekdays)),
            "cycle" => Some(Self::Cycle { works, rests }),
            _ => None,
        }
    }

    pub const fn kind(self) -> &'static str {
        match self {
            Self::Company => "company",
            Self::Week(_) => "week",
            Self::Cycle { .. } => "cycle",
        }
    }

    /// Whether a day of it is worked; `None`: as in the company's calendar.
    pub fn works(self, day: NaiveDate, from: NaiveDate, company: &WorkCalendar) -> Option<bool> {
        match self {
            Self::Company => None,
            Self::Week(days) => Some(has(days, day.weekday()) && !company.is_holiday(day)),
            Self::Cycle { works, rests } => {
                let place = (day - from).num_days().rem_euclid(i64::from(works) + i64::from(rests));
                Some(place < i64::from(works))
            }
        }
    }

    /// «5/2, как у компании», «2/2», «вт, ср, чт, пт и сб, праздники выходные»
    pub fn name(self) -> String {
        match self {
            Self::Company => "5/2, как у компании".into(),
            Self::Cycle { works, rests } => format!("{works}/{rests}"),
            Self::Week(days) => {
                let days = WEEK.into_iter().filter(|day| has(days, *day)).map(short);
                format!("{}, праздники выходные", listed(&days.collect::<Vec<_>>()))
            }
        }
    }
}

fn has(days: u8, day: Weekday) -> bool {
    days >> day.num_days_from_monday() & 1 == 1
}

/// «пн»
pub fn short(day: Weekday) -> String {
    let monday = NaiveDate::from_isoywd_opt(2026, 1, day);
    monday.map(weekday_short).unwrap_or_default().into()
}

/// The form as typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct ScheduleForm {
    pub kind: String,
    pub from_on: String,
    pub works: String,
    pub rests: String,
    pub mon: String,
    pub tue: String,
    pub wed: String,
    pub thu: String,
    pub fri: String,
    pub sat: String,
    pub sun: String,
    /// How many lines of the person's schedules and capacities were on the page.
    pub seen: i64,
}

/// A line to be written; without a schedule it takes the one of its day back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewSchedule {
    pub from_on: NaiveDate,
    pub schedule: Option<Schedule>,
}

impl ScheduleForm {
    /// As it is when nobody has typed: the schedule of now.
    pub fn of(now: Schedule, today: NaiveDate) -> Self {
        let (works, rests) = match now {
            Schedule::Cycle { works, rests } => (works, rests),
            Schedule::Company | Schedule::Week(_) => (2, 2),
        };
        let on = |day| match now {
            Schedule::Week(days) if has(days, day) => "yes".to_owned(),
            _ => String::new(),
        };
        let [mon, tue, wed, thu, fri, sat, sun] = WEEK.map(on);
        let (works, rests) = (works.to_string(), rests.to_string());
        let (kind, from_on) = (now.kind().into(), today.to_string());
        Self { kind, from_on, works, rests, mon, tue, wed, thu, fri, sat, sun, seen: 0 }
    }

    /// The checkboxes, Monday first: field and what was sent.
    pub fn days(&self) -> [(&'static str, &str); 7] {
        [
            ("mon", &self.mon),
            ("tue", &self.tue),
            ("wed", &self.wed),
            ("thu", &self.thu),
            ("fri", &self.fri),
            ("sat", &self.sat),
            ("sun", &self.sun),
        ]
    }

    pub fn check(&self, today: NaiveDate) -> Result<NewSchedule, FieldErrors> {
        let mut errors = FieldErrors::default();
        let from_on = near(&mut errors, "from_on", &self.from_on, today);
        let schedule = match self.kind.as_str() {
            "void" => None,
            "company" => Some(Schedule::Company),
            "week" => Some(self.week(&mut errors)),
            "cycle" => {
                let works = errors.number("works", &self.works, &(1..=LONGEST));
                let rests = errors.number("rests", &self.rests, &(1..=LONGEST));
                Some(Schedule::Cycle { works, rests })
            }
            _ => {
                errors.add("kind", "Выберите график");
                None
            }
        };
        errors.or(NewSchedule { from_on, schedule })
    }

    fn week(&self, errors: &mut FieldErrors) -> Schedule {
        let days =
            self.days().iter().rev().fold(0, |all, (_, sent)| all << 1 | u8::from(*sent == "yes"));
        if days == 0 {
            errors.add("kind", "Отметьте хотя бы один день недели");
        }
        Schedule::Week(days)
    }
}

/// A day not further than a year back and two ahead.
pub fn near(errors: &mut FieldErrors, field: &str, typed: &str, today: NaiveDate) -> NaiveDate {
    let day = errors.date(field, typed);
    let distance = (day - today).num_days();
    if errors.on(field).is_none() && !(-366..=731).contains(&distance) {
        errors.add(field, "Проверьте год: можно от года назад до двух лет вперёд");
    }
    day
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn works(schedule: Schedule, from: &str, on: &str) -> Option<bool> {
        schedule.works(day(on), day(from), WorkCalendar::russia())
    }

    #[test]
    fn two_days_on_and_two_off_go_on_from_the_first_day_whatever_the_calendar_says() {
        let shifts = Schedule::Cycle { works: 2, rests: 2 };
        let days = ["02", "03", "04", "05", "06", "07", "08"]
            .map(|on| works(shifts, "2026-11-02", &format!("2026-11-{on}")).unwrap());
        assert_eq!(days, [true, true, false, false, true, true, false]);
        assert_eq!(works(shifts, "2026-11-02", "2026-10-31"), Some(false));
        assert_eq!(works(shifts, "2026-11-02", "2026-10-29"), Some(true));
    }

    #[test]
    fn own_days_of_the_week_rest_on_holidays() {
        let week = Schedule::Week(0b011_1110);
        let of = |on| works(week, "2026-11-01", on).unwrap();
        assert!(of("2026-11-07") && !of("2026-11-09") && !of("2026-11-04") && !of("2026-11-08"));
        assert_eq!(week.name(), "вт, ср, чт, пт и сб, праздники выходные");
        assert_eq!(works(Schedule::Company, "2026-11-01", "2026-11-07"), None);
    }

    #[test]
    fn a_schedule_is_read_or_told_what_is_wrong_with_it() {
        let today = day("2026-11-18");
        let blank = ScheduleForm::of(Schedule::Cycle { works: 2, rests: 2 }, today);
        let cycle = Schedule::Cycle { works: 2, rests: 2 };
        let written = NewSchedule { from_on: today, schedule: Some(cycle) };
        assert_eq!(blank.check(today), Ok(written));
        let week = ScheduleForm {
            kind: "week".into(),
            sat: "yes".into(),
            mon: "yes".into(),
            ..blank.clone()
        };
        assert_eq!(week.check(today).unwrap().schedule, Some(Schedule::Week(0b010_0001)));
        let wrong = |form: ScheduleForm, field: &str| {
            assert!(form.check(today).unwrap_err().on(field).is_some(), "{field}");
        };
        wrong(ScheduleForm { kind: "week".into(), ..blank.clone() }, "kind");
        wrong(ScheduleForm { kind: "иногда".into(), ..blank.clone() }, "kind");
        wrong(ScheduleForm { rests: "0".into(), ..blank.clone() }, "rests");
        wrong(ScheduleForm { works: "сто".into(), ..blank.clone() }, "works");
        wrong(ScheduleForm { from_on: "18.11.2036".into(), ..blank }, "from_on");
    }
}
