use std::collections::HashMap;

use askama::Template;
use chrono::NaiveDate;

use super::form::NormForm;
use super::norms::{Norm, Norms, Per, Source, Whose};
use super::usual::Usual;
use crate::access::{Permission, Role};
use crate::company::Member;
use crate::form::FieldErrors;
use crate::metric::{Kind, Metric};
use crate::values::russian::{counted, numeric_date};
use crate::values::{MemberId, MetricId, Quantity};
use crate::web::{Choice, Shell};

/// Everything read for the pages.
#[derive(Debug)]
pub struct Known {
    pub today: NaiveDate,
    /// Those on the tables, in their order.
    pub metrics: Vec<Metric>,
    pub norms: Norms,
    /// Those who may have a norm of their own.
    pub people: Vec<Member>,
    pub usual: HashMap<MetricId, Usual>,
    pub minutes: HashMap<MetricId, i16>,
}

#[derive(Debug, Template)]
#[template(path = "norm/index.html")]
pub struct Index {
    pub shell: Shell,
    pub known: Known,
    pub errors: FieldErrors,
}

#[derive(Debug, Template)]
#[template(path = "norm/edit.html")]
pub struct Edit {
    pub shell: Shell,
    pub known: Known,
    pub metric: Metric,
    pub form: NormForm,
    pub errors: FieldErrors,
}

impl Known {
    /// The managers' norm that holds today.
    pub fn managers(&self, metric: &Metric) -> Option<&Norm> {
        self.norms
            .of(metric.id, Whose::Role(Role::Manager), self.today)
            .filter(|norm| norm.value.is_some())
    }

    /// For what the median is said: as the norm is, else a day.
    pub fn per(&self, metric: &Metric) -> Per {
        let present = self.managers(metric).map(|norm| norm.per);
        present.unwrap_or(if metric.is_summed() { Per::Day } else { Per::Value })
    }

    pub fn name(&self, id: MemberId) -> &str {
        self.people.iter().find(|person| person.id == id).map_or("—", |person| &person.name)
    }

    fn whose(&self, whose: Whose) -> &str {
        match whose {
            Whose::Role(Role::Head) => "РОП",
            Whose::Role(_) => "все менеджеры",
            Whose::Member(id) => self.name(id),
        }
    }

    /// The median, when it is another than the norm.
    fn offer(&self, metric: &Metric) -> Option<&Usual> {
        let usual = self.usual.get(&metric.id)?;
        let present = self.managers(metric).and_then(|norm| norm.value);
        (present != Some(usual.value)).then_some(usual)
    }
}

/// «40 в день»
pub fn said(metric: &Metric, value: Option<i64>, per: Per) -> String {
    let Some(value) = value else { return "нет".into() };
    let amount = Quantity::saturating(value, metric.scale, metric.unit).short();
    if per.words().is_empty() { amount } else { format!("{amount} {}", per.words()) }
}

impl Index {
    fn may_edit(&self) -> bool {
        self.shell.may(Permission::MetricsEdit)
    }

    fn norm(metric: &Metric, norm: &Norm) -> String {
        said(metric, norm.value, norm.per)
    }

    fn median(&self, metric: &Metric) -> Option<String> {
        let usual = self.known.usual.get(&metric.id)?;
        Some(said(metric, Some(usual.value), self.known.per(metric)))
    }

    /// Of what the median is made.
    fn evidence(&self, metric: &Metric) -> String {
        self.known.usual.get(&metric.id).map_or(String::new(), |usual| {
            format!(
                "{}, {}",
                counted(i64::try_from(usual.weeks).unwrap_or(0), "неделя", "недели", "недель"),
                counted(i64::try_from(usual.people).unwrap_or(0), "человек", "человека", "человек")
            )
        })
    }

    /// «Белова: 30 в день»
    fn exceptions(&self, metric: &Metric) -> Vec<String> {
        let own = self.known.norms.exceptions(metric.id, self.known.today);
        own.into_iter()
            .map(|norm| format!("{}: {}", self.known.whose(norm.whose), Self::norm(metric, norm)))
            .collect()
    }

    fn since(norm: &Norm) -> String {
        numeric_date(norm.from_on)
    }

    fn version(&self, metric: &Metric) -> i32 {
        self.known.norms.version(metric.id)
    }
}

impl Edit {
    fn action(&self) -> String {
        format!("/norms/{}", self.metric.id)
    }

    fn whose(&self) -> Vec<Choice> {
        let roles = [
            ("manager".to_owned(), "Все менеджеры".to_owned()),
            ("head".to_owned(), "РОП".to_owned()),
        ];
        let people = self.known.people.iter().map(|one| (one.id.to_string(), one.name.clone()));
        Choice::among(roles.into_iter().chain(people), &self.form.whose)
    }

    fn pers(&self) -> Vec<Choice> {
        Choice::among(Per::OF_SUMS.map(|per| (per.code(), per.words())), &self.form.per)
    }

    fn is_step(&self) -> bool {
        self.metric.kind == Kind::Step
    }

    fn lead(&self) -> String {
        let now =
            self.known.managers(&self.metric).map(|norm| said(&self.metric, norm.value, norm.per));
        let now = now.unwrap_or_else(|| "не задана".into());
        format!(
            "Норма менеджера сейчас: {now}. Новая действует с выбранного дня, прошлое остаётся прежним."
        )
    }

    fn history(&self) -> Vec<&Norm> {
        self.known.norms.history(self.metric.id)
    }

    fn line(&self, norm: &Norm) -> String {
        format!("{}: {}", self.known.whose(norm.whose), said(&self.metric, norm.value, norm.per))
    }

    fn since(norm: &Norm) -> String {
        numeric_date(norm.from_on)
    }

    fn source(norm: &Norm) -> &'static str {
        norm.source.name()
    }

    fn changes(&self) -> Option<String> {
        self.shell.history("metric", self.metric.id.0)
    }
}

impl Source {
    /// How it is marked beside a norm.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Template => "none",
            Self::Own | Self::Median => "sea",
        }
    }
}
