//! What the database says of working days (its function `working_days`), as it was learnt.

use chrono::NaiveDate;
use serde::Deserialize;

use super::absence::AbsenceKind;
use super::schedule::Schedule;
use crate::values::{DayChange, DayKind, MemberId, WorkCalendar};

/// Days of the company's own, by day and edition: day, kind, name, learnt on.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(transparent)]
pub struct OwnDays(Vec<(NaiveDate, Option<String>, String, NaiveDate)>);

impl OwnDays {
    /// Over the production calendar.
    pub fn calendar(self) -> WorkCalendar {
        let changes = self.0.into_iter().map(|(day, kind, name, learnt_on)| DayChange {
            day,
            learnt_on,
            kind: kind.as_deref().and_then(DayKind::from_code),
            name,
        });
        WorkCalendar::russia().with(changes)
    }
}

#[derive(Debug, Clone, Default, Deserialize)]
pub struct Known {
    pub(super) company: OwnDays,
    pub(super) absences: Vec<Away>,
    pub(super) schedules: Vec<Line>,
    pub(super) capacities: Vec<Carries>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Away {
    pub member: MemberId,
    pub kind: AbsenceKind,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
    pub learnt_on: NaiveDate,
    pub voided_on: Option<NaiveDate>,
}

impl Away {
    pub fn has(&self, day: NaiveDate) -> bool {
        self.starts_on <= day && day <= self.ends_on
    }

    /// Whether it held as far as was known on a day.
    pub fn held(&self, on: NaiveDate) -> bool {
        self.learnt_on <= on && self.voided_on.is_none_or(|voided| voided > on)
    }
}

/// A line of schedules: of several from one day the last counts.
#[derive(Debug, Clone, Deserialize)]
pub struct Line {
    pub member: MemberId,
    pub from_on: NaiveDate,
    kind: String,
    weekdays: u8,
    works: u8,
    rests: u8,
    pub learnt_on: NaiveDate,
}

impl Line {
    /// `None`: taken back.
    pub fn schedule(&self) -> Option<Schedule> {
        Schedule::read(&self.kind, self.weekdays, self.works, self.rests)
    }
}

#[derive(Debug, Clone, Deserialize)]
pub struct Carries {
    pub member: MemberId,
    pub from_on: NaiveDate,
    /// `None`: taken back.
    pub percent: Option<u8>,
}
