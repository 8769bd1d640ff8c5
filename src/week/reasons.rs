//! Causes and measures of a week as they are typed, several deviations on one page.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::desk::Desk;
use crate::form::FieldErrors;
use crate::signal::{Draft, Typed};
use crate::values::{ExplanationId, MetricId};

/// All that was sent: `happened.МЕТРИКА`, `we_do.…`, `due_on.…`, `needed.…`, `seen.…`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(transparent)]
pub struct ReasonsForm {
    fields: BTreeMap<String, String>,
}

/// What one deviation is to be explained with, in place of the word that was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub metric: MetricId,
    pub seen: Option<ExplanationId>,
    pub draft: Draft,
}

/// The name of a deviation's field.
pub fn field(name: &str, metric: MetricId) -> String {
    format!("{name}.{metric}")
}

impl ReasonsForm {
    pub fn get(&self, name: &str, metric: MetricId) -> Option<&str> {
        self.fields.get(&field(name, metric)).map(String::as_str)
    }

    pub fn typed(&self, metric: MetricId) -> Typed<'_> {
        let get = |name| self.get(name, metric).unwrap_or_default();
        Typed {
            happened: get("happened"),
            we_do: get("we_do"),
            due_on: get("due_on"),
            needed: get("needed"),
        }
    }

    fn seen(&self, metric: MetricId) -> Option<ExplanationId> {
        self.get("seen", metric)?.parse().ok().map(ExplanationId)
    }

    /// What is to be written, or all that is wrong. A deviation left bare waits; one left as it was says nothing anew.
    pub fn check(&self, desk: &Desk) -> Result<Vec<Change>, FieldErrors> {
        let mut errors = FieldErrors::default();
        let mut changes = vec![];
        let known = desk.evidence.explained.iter().map(|explained| explained.metric);
        let mut metrics: Vec<MetricId> = desk.deviations.iter().map(|d| d.metric).collect();
        metrics.extend(known.filter(|metric| !desk.deviations.iter().any(|d| d.metric == *metric)));
        for metric in metrics {
            let typed = self.typed(metric);
            let explanation = desk.explanation(metric);
            if self.get("happened", metric).is_none() || typed.is_empty() && explanation.is_none() {
                continue;
            }
            let draft = typed.check(&mut errors, |name| field(name, metric), desk.evidence.part);
            if !explanation.is_some_and(|explanation| explanation.says(&draft)) {
                changes.push(Change { metric, seen: self.seen(metric), draft });
            }
        }
        errors.or(changes)
    }
}
