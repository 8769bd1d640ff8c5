//! The terms of the forecast.

use serde_json::Value;

use super::said::Said;
use super::{Difference, Told, done, field};
use crate::forecast_terms::Terms;

pub fn words(action: &str, said: &Said) -> Option<Told> {
    let terms =
        |side: Option<&Value>| serde_json::from_value::<Terms>(field(side, "terms").clone()).ok();
    let differences = terms(said.after).zip(terms(said.before));
    let differences =
        differences.map(|(after, before)| after.differences(&before)).unwrap_or_default();
    let since = said.day("from_on").map(|day| format!(", действуют с {day}")).unwrap_or_default();
    let what = if said.before.is_some() { "изменены" } else { "заданы" };
    Some(match action {
        "set" => Told {
            subject: "Условия прогноза".into(),
            differences: differences
                .into_iter()
                .map(|(name, from, to)| Difference { name, from, to })
                .collect(),
            ..done(format!("{what}{since}"))
        },
        _ => return None,
    })
}
