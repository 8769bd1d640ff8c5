use askama::Template;
use chrono::{Datelike, NaiveDate};

use crate::access::Permission;
use crate::form::FieldErrors;
use crate::values::russian::{capitalized, counted, day_and_month, long_date, month};
use crate::values::{DayChange, DayKind, Period, WorkCalendar};
use crate::web::{Choice, Shell};
use crate::working_days::absence::days;
use crate::working_days::own_day::OwnDayForm;

/// A year of the company's calendar.
#[derive(Debug, Template)]
#[template(path = "working_days/calendar.html")]
pub struct Calendar {
    pub shell: Shell,
    pub today: NaiveDate,
    pub year: Period,
    pub company: WorkCalendar,
    pub form: OwnDayForm,
    pub errors: FieldErrors,
}

pub struct Month {
    /// «Ноябрь»
    pub title: String,
    /// «20 рабочих дней»
    pub count: String,
    /// Rows of seven, Monday first, empty outside the month.
    pub weeks: Vec<[Option<Day>; 7]>,
}

#[derive(Clone)]
pub struct Day {
    pub number: u32,
    pub class: &'static str,
    /// A sign besides the colour: «−» an hour shorter, «•» the company's own.
    pub sign: &'static str,
    /// «среда, 4 ноября: День народного единства»
    pub title: String,
}

/// A day with a name, as it stands in the list.
pub struct Named {
    pub days: String,
    pub what: &'static str,
    pub name: String,
    pub is_own: bool,
    /// The first and last day as a form sends them, where they may still be taken back.
    pub back: Option<(NaiveDate, NaiveDate)>,
}

impl Calendar {
    fn number(&self) -> i32 {
        self.year.first().year()
    }

    fn back(&self) -> Option<String> {
        (self.number() > 2000).then(|| format!("/setup/calendar?year={}", self.number() - 1))
    }

    fn forward(&self) -> Option<String> {
        (self.number() < 2100).then(|| format!("/setup/calendar?year={}", self.number() + 1))
    }

    fn action(&self) -> String {
        format!("/setup/calendar?year={}", self.number())
    }

    fn may_edit(&self) -> bool {
        self.shell.may(Permission::SetupEdit)
    }

    fn history(&self) -> Option<String> {
        self.shell.history("work_calendar", self.shell.actor.company.0)
    }

    /// «247 рабочих дней»
    fn count(&self) -> String {
        working(&self.company, self.year)
    }

    fn is_known(&self) -> bool {
        self.company.is_known(self.number())
    }

    fn months(&self) -> Vec<Month> {
        self.year.months().map(|month| self.month(month)).collect()
    }

    fn month(&self, period: Period) -> Month {
        let weeks = period.week_parts().into_iter().map(|part| {
            let mut week = [const { None }; 7];
            for day in part.days() {
                week[day.weekday().num_days_from_monday() as usize] = Some(self.day(day));
            }
            week
        });
        Month {
            title: capitalized(month(period.first())),
            count: working(&self.company, period),
            weeks: weeks.collect(),
        }
    }

    fn day(&self, on: NaiveDate) -> Day {
        let (kind, is_own) = (self.company.kind(on), self.is_own(on));
        let class = match (kind, self.company.is_holiday(on), is_own) {
            (DayKind::Off, _, true) => "off own",
            (_, _, true) => "own",
            (DayKind::Off, true, _) => "off holiday",
            (DayKind::Off, ..) => "off",
            (DayKind::Short, ..) => "short",
            (DayKind::Work, ..) if on.weekday().number_from_monday() > 5 => "moved",
            (DayKind::Work, ..) => "",
        };
        let what = match (self.company.name(on), kind) {
            (Some(name), _) => format!(": {}", told(name)),
            (None, DayKind::Off) => ": выходной".into(),
            (None, DayKind::Short) => ": на час короче".into(),
            (None, DayKind::Work) => String::new(),
        };
        Day {
            number: on.day(),
            class,
            sign: if is_own {
                "•"
            } else if kind == DayKind::Short {
                "−"
            } else {
                ""
            },
            title: format!("{}{what}", long_date(on)),
        }
    }

    fn is_own(&self, day: NaiveDate) -> bool {
        self.company.change(day).is_some_and(|change| change.kind.is_some())
    }

    /// Holidays, moved and short days of the year, and the company's own, in order; days in a row of one name together.
    fn named(&self) -> Vec<Named> {
        let mut found: Vec<(NaiveDate, NaiveDate, DayKind, &str, bool)> = vec![];
        for day in self.year.days() {
            let (kind, is_own) = (self.company.kind(day), self.is_own(day));
            let name = self.company.name(day).unwrap_or_default();
            if name.is_empty() && !is_own && kind != DayKind::Short {
                continue;
            }
            match found.last_mut() {
                Some((_, last, same, called, own))
                    if (*same, *called, *own) == (kind, name, is_own)
                        && last.succ_opt() == Some(day) =>
                {
                    *last = day;
                }
                _ => found.push((day, day, kind, name, is_own)),
            }
        }
        let line =
            |(first, last, kind, name, is_own): (NaiveDate, NaiveDate, DayKind, &str, bool)| {
                Named {
                    days: days(first, last, first),
                    what: what(kind),
                    name: told(name),
                    is_own,
                    back: (is_own && first > self.today && self.may_edit())
                        .then_some((first, last)),
                }
            };
        found.into_iter().map(line).collect()
    }

    fn kinds(&self) -> Vec<Choice> {
        let kinds = [
            ("off", "не работаем"),
            ("work", "работаем"),
            ("short", "на час короче"),
            ("calendar", "как в производственном календаре"),
        ];
        Choice::among(kinds, &self.form.kind)
    }

    /// Own days of other years, so that they are not looked for in vain.
    fn elsewhere(&self) -> Vec<String> {
        let others =
            self.company.own_days().filter(|change: &&DayChange| !self.year.contains(change.day));
        let mut years: Vec<String> = others.map(|change| change.day.year().to_string()).collect();
        years.dedup();
        years
    }
}

fn working(calendar: &WorkCalendar, period: Period) -> String {
    let days = calendar.working_days_in(period).into();
    counted(days, "рабочий день", "рабочих дня", "рабочих дней")
}

/// «Перенесённый выходной (с 3 января)» of «… (с 2026-01-03)».
fn told(name: &str) -> String {
    let parts = name.split_once("(с ").and_then(|(before, rest)| {
        let day = rest.strip_suffix(')')?.parse().ok()?;
        Some(format!("{before}(с {})", day_and_month(day)))
    });
    parts.unwrap_or_else(|| name.to_owned())
}

fn what(kind: DayKind) -> &'static str {
    match kind {
        DayKind::Off => "не работаем",
        DayKind::Short => "на час короче",
        DayKind::Work => "работаем",
    }
}
