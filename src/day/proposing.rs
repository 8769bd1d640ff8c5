//! A number proposed for a closed day.

use serde::Deserialize;
use uuid::Uuid;

use super::sheet::{Counter, Sheet, is_paid};
use crate::closing::NewProposal;
use crate::form::FieldErrors;
use crate::metric::Metric;
use crate::values::{MetricId, Quantity, Unit};

/// The form as typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct ProposalForm {
    pub metric: String,
    pub value: String,
    pub reason: String,
}

impl ProposalForm {
    /// The metric meant, as far as the day has it.
    pub fn metric(&self) -> Option<MetricId> {
        self.metric.parse::<Uuid>().ok().map(MetricId)
    }

    /// The proposal, or everything that is wrong; `now` is the number in force.
    pub fn check(
        &self,
        sheet: &Sheet,
        metric: &Metric,
        now: Option<i64>,
    ) -> Result<NewProposal, FieldErrors> {
        let mut errors = FieldErrors::default();
        let value = self.value(&mut errors, sheet, metric);
        let reason = errors.required("reason", &self.reason);
        if errors.on("value").is_none() && Some(value) == now {
            errors.add("value", "Это число и стоит сейчас: предложите другое");
        }
        let (member, day) = (sheet.member, sheet.day);
        errors.or(NewProposal { member, metric: metric.id, day, value, reason })
    }

    fn value(&self, errors: &mut FieldErrors, sheet: &Sheet, metric: &Metric) -> i64 {
        let counter = sheet.counters.iter().find(|counter| counter.metric.id == metric.id);
        let read = match counter {
            Some(counter) => counted(counter, &self.value),
            None => Quantity::parse(&self.value, metric.scale, metric.unit)
                .map(Quantity::minor)
                .map_err(|error| error.to_string()),
        };
        read.unwrap_or_else(|message| {
            errors.add("value", message);
            0
        })
    }
}

fn counted(counter: &Counter, typed: &str) -> Result<i64, String> {
    super::draft::count(counter, typed)?.ok_or_else(|| "Впишите число".into())
}

/// What is asked beside the field: money is one sum here.
pub fn hint(metric: &Metric) -> &'static str {
    if is_paid(metric) || metric.unit == Unit::Rouble {
        "Сумма за весь день, ₽"
    } else {
        "Сколько было на самом деле"
    }
}
