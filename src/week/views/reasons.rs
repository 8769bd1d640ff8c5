//! The second step: cause and measures of the costliest deviations.
use askama::Template;

use super::correction::signed;
use super::figure::{Shown, silence};
use super::head::Head;
use crate::form::FieldErrors;
use crate::metric::Metric;
use crate::signal::{Deviation, Explained};
use crate::values::russian::{NO_BREAK, long_date, time};
use crate::web::Shell;
use crate::week::desk::Desk;
use crate::week::reasons::{ReasonsForm, field};
use crate::week::sheet::Row;

#[derive(Debug, Template)]
#[template(path = "week/reasons.html")]
pub struct Reasons {
    pub shell: Shell,
    pub head: Head,
    pub desk: Desk,
    pub form: ReasonsForm,
    pub errors: FieldErrors,
}

/// A deviation with its fields.
pub struct Asked {
    pub title: String,
    /// «18 из 21, по плану месяца это 150 тыс. ₽»
    pub worth: String,
    pub whose: String,
    pub happened: Field,
    pub we_do: Field,
    pub due_on: Field,
    pub needed: Field,
    /// The explanation that was seen.
    pub seen: (String, String),
    /// «записала Соколова Е., 20 ноября в 16:02»
    pub author: String,
}

pub struct Field {
    pub name: String,
    pub value: String,
}

impl Reasons {
    fn asked(&self) -> Vec<Asked> {
        self.desk.deviations.iter().map(|deviation| self.ask(deviation)).collect()
    }

    fn ask(&self, deviation: &Deviation) -> Asked {
        let known = self.desk.explanation(deviation.metric);
        let zone = self.desk.evidence.closures.rules.zone;
        let field = |name: &str, now: Option<String>| Field {
            name: field(name, deviation.metric),
            value: self
                .form
                .get(name, deviation.metric)
                .map_or(now.unwrap_or_default(), str::to_owned),
        };
        let seen = known.map(|known| known.id.to_string()).unwrap_or_default();
        Asked {
            title: deviation.title(),
            worth: self.worth(deviation),
            whose: deviation.whose(),
            happened: field("happened", known.map(|known| known.happened.clone())),
            we_do: field("we_do", known.map(|known| known.we_do.clone())),
            due_on: field(
                "due_on",
                known.and_then(|known| known.due_on).map(|day| day.to_string()),
            ),
            needed: field("needed", known.map(|known| known.needed.clone())),
            seen: (format!("seen.{}", deviation.metric), seen),
            author: known
                .map_or_else(String::new, |known| signed(Some(&known.by_name), known.at, zone)),
        }
    }

    fn worth(&self, deviation: &Deviation) -> String {
        let Some(metric) = self.desk.evidence.metric(deviation.metric) else {
            return String::new();
        };
        let (fact, plan) = (metric.quantity(deviation.fact), metric.quantity(deviation.plan));
        let done = format!("{} из{NO_BREAK}{}", fact.short_number(), plan.short());
        match deviation.lost {
            Some(lost) if metric.quantity(0).money().is_none() => {
                format!("{done}, по плану месяца это {}", lost.short())
            }
            Some(lost) => format!("{done}, не хватает {}", lost.short()),
            None => done,
        }
    }

    /// Up to which day the week is compared while it goes on.
    fn so_far(&self) -> Option<String> {
        let evidence = &self.desk.evidence;
        evidence.goes_on().then(|| long_date(evidence.basis()))
    }

    /// The week may be confirmed, but its last day goes on.
    fn goes_on(&self) -> Option<String> {
        let evidence = &self.desk.evidence;
        let open = evidence.part.contains(evidence.today) && evidence.closed_day() < evidence.today;
        let is_whole = evidence.basis() >= evidence.part.ends_on && !self.desk.is_closed();
        let closes = time(evidence.closures.rules.day_closes_at);
        (open && is_whole).then_some(closes)
    }

    fn has_begun(&self) -> bool {
        self.desk.evidence.basis() >= self.desk.evidence.part.starts_on
    }

    fn is_locked(&self) -> bool {
        self.desk.is_closed() || !self.has_begun()
    }

    fn settled(&self) -> Vec<(String, &Explained)> {
        let name = |id| self.desk.evidence.metric(id).map_or("—".into(), |m| m.name.clone());
        self.desk.settled().into_iter().map(|known| (name(known.metric), known)).collect()
    }

    fn columns(&self) -> Vec<usize> {
        (0..self.desk.sheet.metrics.len()).collect()
    }

    fn metric(&self, at: usize) -> &Metric {
        &self.desk.sheet.metrics[at]
    }

    fn shown(&self, row: &Row, at: usize) -> Shown {
        Shown::short(self.metric(at), &row.figures[at])
    }

    fn total(&self, at: usize) -> Shown {
        Shown::short(self.metric(at), &self.desk.sheet.totals[at])
    }

    fn notes(row: &Row) -> String {
        silence(row)
    }

    fn days_of(&self, row: &Row) -> String {
        self.head.days_of(self.desk.evidence.part, row.person.id)
    }

    fn action(&self) -> String {
        self.head.link(self.desk.evidence.part, "/reasons")
    }

    fn next(&self) -> String {
        self.head.link(self.desk.evidence.part, "/plan")
    }
}
