//! The two sides of a change, read field by field.

use chrono::{Datelike, NaiveDate};
use serde_json::Value;
use uuid::Uuid;

use super::{Difference, field};
use crate::changes::names::Names;
use crate::values::russian::{NO_BREAK, day_and_month, full_date};

pub struct Said<'a> {
    pub before: Option<&'a Value>,
    pub after: Option<&'a Value>,
    pub names: &'a Names,
}

impl Said<'_> {
    /// A field of what came out; empty when it is not there.
    pub fn text(&self, key: &str) -> String {
        text(field(self.after, key))
    }

    pub fn day(&self, key: &str) -> Option<String> {
        day(field(self.after, key))
    }

    /// «16–22 ноября 2026», «16 ноября 2026»: the days from one field to another.
    pub fn days(&self, first: &str, last: &str) -> String {
        let day = |key| field(self.after, key).as_str().and_then(|text| text.parse().ok());
        let days: Option<(NaiveDate, NaiveDate)> = day(first).zip(day(last));
        days.map_or(String::new(), |(first, last)| between(first, last))
    }

    pub fn number(&self, key: &str) -> i64 {
        field(self.after, key).as_i64().unwrap_or(0)
    }

    /// The texts of a list.
    pub fn list(&self, key: &str) -> Vec<String> {
        let list = field(self.after, key).as_array();
        list.map_or_else(Vec::new, |list| list.iter().map(text).collect())
    }

    pub fn name(&self, key: &str) -> String {
        self.named(field(self.after, key))
    }

    /// The name of an id; empty for none.
    pub fn named(&self, value: &Value) -> String {
        let id = value.as_str().and_then(|text| text.parse::<Uuid>().ok());
        id.map_or(String::new(), |id| self.names.of(id).to_owned())
    }

    /// The field as it was and as it is, when it is another.
    pub fn changed(
        &self,
        key: &str,
        name: &'static str,
        say: impl Fn(&Value) -> String,
    ) -> Option<Difference> {
        let (before, after) = (field(self.before, key), field(self.after, key));
        if before == after {
            return None;
        }
        Some(Difference { name: name.into(), from: say(before), to: say(after) })
    }
}

fn between(first: NaiveDate, last: NaiveDate) -> String {
    let last_day = format!("{}{NO_BREAK}{}", day_and_month(last), last.year());
    if first == last {
        return last_day;
    }
    let from = if first.month() == last.month() {
        first.day().to_string()
    } else {
        format!("{} ", day_and_month(first))
    };
    let gap = if first.month() == last.month() { "" } else { " " };
    format!("{from}–{gap}{last_day}")
}

pub fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Bool(true) => "да".into(),
        Value::Bool(false) => "нет".into(),
        _ => String::new(),
    }
}

/// «1 ноября 2026»
pub fn day(value: &Value) -> Option<String> {
    let day: NaiveDate = value.as_str()?.parse().ok()?;
    Some(full_date(day))
}

pub fn day_or_nothing(value: &Value) -> String {
    day(value).unwrap_or_default()
}
