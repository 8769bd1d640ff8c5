use askama::Template as View;
use chrono::NaiveDate;

use super::content::{Card, Measure, Template};
use super::merge::Outcome;
use super::next::Next;
use super::store::{Application, Setup};
use super::told::{Tense, Told, told};
use crate::access::Permission;
use crate::forecast_terms::Terms;
use crate::form::FieldErrors;
use crate::values::russian::{NO_BREAK, counted, full_date, listed};
use crate::web::Shell;

/// Every industry, and which one the company is set up by.
#[derive(Debug, View)]
#[template(path = "template/index.html")]
pub struct Index {
    pub shell: Shell,
    pub setup: Setup,
}

impl Index {
    fn is_present(&self, template: &Template) -> bool {
        self.setup.industry.as_deref() == Some(template.code.as_str())
    }
}

/// One template: what applying it would change, and what is in it.
#[derive(Debug, View)]
#[template(path = "template/show.html")]
pub struct Show {
    pub shell: Shell,
    pub template: &'static Template,
    pub outcome: Outcome,
    pub is_light: bool,
    pub errors: FieldErrors,
}

impl Show {
    fn may_edit(&self) -> bool {
        self.shell.may(Permission::SetupEdit)
    }

    fn starts(&self) -> Vec<(String, String, bool)> {
        let href = |start: &str| format!("/setup/template/{}?start={start}", self.template.code);
        vec![
            (href("light"), "Лёгкий старт".into(), self.is_light),
            (href("full"), "Всё сразу".into(), !self.is_light),
        ]
    }

    fn start(&self) -> &'static str {
        if self.is_light { "light" } else { "full" }
    }

    fn start_says(&self) -> String {
        if !self.is_light {
            return "Все показатели и регулярные действия появятся сразу, карты KPI считаются в полную силу."
                .into();
        }
        let named = |code: &String| self.template.metric(code).map(|metric| metric.name.clone());
        let metrics: Vec<String> = self.template.light.metrics.iter().filter_map(named).collect();
        format!(
            "Первые четыре недели: {} ({}), {}, карты KPI — пробный расчёт: видно, но не платится. Остальное предложим потом, по одному.",
            counted(count(metrics.len()), "показатель", "показателя", "показателей"),
            listed(&metrics),
            counted(
                count(self.template.light.rituals.len()),
                "регулярное действие",
                "регулярных действия",
                "регулярных действий"
            ),
        )
    }

    /// The same state of things as was looked at: an application of another one is refused.
    fn seen(&self) -> String {
        self.outcome.key()
    }

    fn parts(&self) -> Vec<Told> {
        told(&self.outcome.lines, Tense::Future)
    }

    fn changes_nothing(&self) -> bool {
        self.outcome.changes_nothing()
    }

    /// Name, norm, what stands beside it, minutes.
    fn metrics(&self) -> Vec<(&'static Measure, String, String, String)> {
        let row = |metric: &'static Measure| {
            let norm = metric.manager.or(metric.head);
            let said = if norm.is_none() { String::new() } else { metric.said(norm) };
            let minutes = metric.minutes.map(|minutes| format!("{minutes}{NO_BREAK}мин"));
            (metric, said, beside(metric), minutes.unwrap_or_default())
        };
        self.template.metrics.iter().map(row).collect()
    }

    fn items(&self, card: &Card) -> Vec<(String, String)> {
        let items = card.terms.items.iter();
        items
            .map(|item| (self.template.item_name(&item.of).to_owned(), item.weight.to_string()))
            .collect()
    }

    fn terms(&self) -> Vec<(&'static str, String)> {
        self.template.terms.as_ref().map(said).unwrap_or_default()
    }
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn beside(metric: &Measure) -> String {
    let published = metric.is_published.then(|| "по опубликованным данным".to_owned());
    let head = metric.head.is_some().then(|| "у РОПа".to_owned());
    let range = Some(metric.range.clone()).filter(|range| !range.is_empty());
    range.into_iter().chain(published).chain(head).collect::<Vec<_>>().join("; ")
}

/// As the page of the terms says them, a section a line.
fn said(terms: &Terms) -> Vec<(&'static str, String)> {
    let line = |(_, name, value): (String, String, String)| format!("{name} — {value}");
    let sections = terms.sections().into_iter().map(|section| {
        let lines: Vec<String> = section.lines.into_iter().map(line).collect();
        (section.title, lines.join(" · "))
    });
    sections.collect()
}

/// What was done the last time, and what may come next.
#[derive(Debug, View)]
#[template(path = "template/applied.html")]
pub struct Applied {
    pub shell: Shell,
    pub application: Option<Application>,
    pub waiting: Vec<Next>,
    pub today: NaiveDate,
    /// The code of the industry, when it is one of ours.
    pub industry: Option<String>,
}

impl Application {
    fn parts(&self) -> Vec<Told> {
        told(&self.lines, Tense::Past)
    }
}

impl Applied {
    fn when(&self, application: &Application) -> String {
        let at = application.at.with_timezone(&self.shell.actor.zone).date_naive();
        format!("{}, {}", full_date(at), application.by_name)
    }

    fn next(&self) -> Option<&Next> {
        self.waiting.first().filter(|_| self.shell.may(Permission::SetupEdit))
    }

    /// «Лёгкий старт до 15 декабря 2026.»
    fn light(&self, application: &Application) -> Option<String> {
        let until = application.light_until?;
        let said = if until < self.today {
            "Лёгкий старт закончился"
        } else {
            "Лёгкий старт — до"
        };
        Some(format!("{said} {}", full_date(until)))
    }

    fn rest(&self) -> String {
        counted(count(self.waiting.len()), "пункт", "пункта", "пунктов")
    }
}
