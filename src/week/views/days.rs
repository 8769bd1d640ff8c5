//! One person's week by days: what each day was made of, and, for who runs the week, each day typed over.
use askama::Template;
use chrono::NaiveDate;

use super::correction::{Told, told};
use super::figure::{dashed, written};
use super::head::Head;
use crate::form::FieldErrors;
use crate::metric::Metric;
use crate::values::russian::{day_and_month, weekday_short};
use crate::web::Shell;
use crate::week::correction::{FactsForm, Place};
use crate::week::desk::Desk;
use crate::week::person::Person;

#[derive(Debug, Template)]
#[template(path = "week/days.html")]
pub struct Days {
    pub shell: Shell,
    pub head: Head,
    pub desk: Desk,
    pub person: Person,
    pub form: FactsForm,
    pub errors: FieldErrors,
}

/// A column.
pub struct Day {
    pub on: NaiveDate,
    pub weekday: &'static str,
    pub date: String,
    pub is_rest: bool,
    pub is_today: bool,
    pub is_late: bool,
}

/// A day's figure: with a name it is typed over, with an address it opens, else it is a dash.
pub struct Cell {
    pub name: String,
    pub key: String,
    pub typed: String,
    pub href: String,
    pub was: String,
    pub error: Option<String>,
}

impl Days {
    fn runs(&self) -> bool {
        self.shell.actor.heads.contains(&self.desk.evidence.department.id)
    }

    fn metrics(&self) -> Vec<&Metric> {
        self.desk.sheet.metrics.iter().filter(|metric| metric.is_entered()).collect()
    }

    fn days(&self) -> Vec<Day> {
        let evidence = &self.desk.evidence;
        let late = evidence.facts.late(self.person.id);
        let calendar = evidence.roster.calendar(self.person.id);
        let day = |on: NaiveDate| Day {
            on,
            weekday: weekday_short(on),
            date: day_and_month(on),
            is_rest: !calendar.is_working(on),
            is_today: on == evidence.today,
            is_late: late.contains(&on),
        };
        evidence.part.days().map(day).collect()
    }

    fn cell(&self, metric: &Metric, day: &Day) -> Cell {
        let evidence = &self.desk.evidence;
        let place = Place { cell: (self.person.id, metric.id), day: Some(day.on) };
        let fact = evidence.facts.on(place.cell, day.on);
        let value = fact.map(|fact| fact.value);
        let may = value.is_some() || self.person.is_in(evidence.department.id, day.on);
        let is_typed = self.runs() && day.on <= evidence.today && may;
        let correction = fact.and_then(|fact| fact.correction.as_ref());
        let was = correction.map(|correction| match &correction.original {
            Some(original) => format!("было {}", dashed(metric, Some(original.value))),
            None => "не было записи".into(),
        });
        let href =
            format!("/entries?member={}&metric={}&period={}", self.person.id, metric.id, day.on);
        Cell {
            name: if is_typed { place.name(value) } else { String::new() },
            typed: self.form.typed(place).map_or_else(|| written(metric, value), str::to_owned),
            href: value.map(|_| href).unwrap_or_default(),
            was: was.unwrap_or_default(),
            error: self.errors.on(&place.key()).map(str::to_owned),
            key: place.key(),
        }
    }

    fn sum(&self, metric: &Metric) -> String {
        let facts = &self.desk.evidence.facts;
        dashed(metric, facts.value(self.person.id, metric, self.desk.evidence.part.ends_on))
    }

    fn corrections(&self) -> Vec<Told> {
        told(&self.desk, Some(self.person.id))
    }

    /// Its own address.
    pub fn address(&self) -> String {
        self.head.days_of(self.desk.evidence.part, self.person.id)
    }

    fn way_back(&self) -> String {
        let end = if self.runs() { "/facts" } else { "" };
        self.head.link(self.desk.evidence.part, end)
    }

    fn is_dirty(&self) -> bool {
        !self.errors.is_empty()
    }
}
