//! A day as it is typed: counters, lines of payments, and what a press of a button does to them.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use uuid::Uuid;

use super::sheet::{Counter, Sheet, Takings};
use crate::actual::Payment;
use crate::metric::Metric;
use crate::values::russian::MINUS;
use crate::values::{MemberId, MetricId};

/// Everything typed, by field: `count.METRIC`, `line.METRIC.KEY.amount` and so on.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(transparent)]
pub struct DayForm {
    fields: BTreeMap<String, String>,
}

/// A button that changes the form and saves nothing: for those without JavaScript.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Press {
    More(MetricId),
    Less(MetricId),
    /// Counters that are empty or zero take the numbers of the last day.
    AsBefore,
}

pub fn count_name(metric: MetricId) -> String {
    format!("count.{metric}")
}

/// The field of a line: `part` is amount, client, comment, refund or removed.
pub fn line_name(metric: MetricId, key: &str, part: &str) -> String {
    format!("line.{metric}.{key}.{part}")
}

impl DayForm {
    /// What is said already, ready to be edited.
    pub fn of(sheet: &Sheet) -> Self {
        let mut form = Self::default();
        form.set("row_version".into(), sheet.row_version().to_string());
        for counter in &sheet.counters {
            let shown = counter.shown().map(|value| counter.metric.quantity(value).number());
            form.set(count_name(counter.metric.id), shown.unwrap_or_default());
        }
        for takings in &sheet.takings {
            for line in &takings.lines {
                form.put(takings, line);
            }
        }
        form
    }

    fn put(&mut self, takings: &Takings, line: &Payment) {
        let metric = &takings.metric;
        let mut set = |part, value| self.set(line_name(metric.id, &line.key, part), value);
        set("amount", metric.quantity(line.amount.abs()).number());
        set("client", line.client.clone());
        set("comment", line.comment.clone());
        if line.amount < 0 {
            set("refund", "yes".into());
        }
    }

    fn set(&mut self, name: String, value: String) {
        self.fields.insert(name, value);
    }

    pub fn get(&self, name: &str) -> Option<&str> {
        self.fields.get(name).map(String::as_str)
    }

    pub fn line(&self, metric: MetricId, key: &str, part: &str) -> &str {
        self.get(&line_name(metric, key, part)).unwrap_or_default()
    }

    pub fn is_marked(&self, metric: MetricId, key: &str, part: &str) -> bool {
        self.line(metric, key, part) == "yes"
    }

    /// Whether this person opened the form.
    pub fn is_of(&self, member: MemberId) -> bool {
        self.get("whose").and_then(|id| id.parse().ok()) == Some(member.0)
    }

    pub fn row_version(&self) -> i32 {
        self.get("row_version").and_then(|version| version.parse().ok()).unwrap_or(0)
    }

    /// The form to be sent again by one who has seen what is written now, with lines that came meanwhile.
    #[must_use]
    pub fn renewed(mut self, sheet: &Sheet) -> Self {
        self.set("row_version".into(), sheet.row_version().to_string());
        for takings in &sheet.takings {
            for line in &takings.lines {
                if self.get(&line_name(takings.metric.id, &line.key, "amount")).is_none() {
                    self.put(takings, line);
                }
            }
        }
        self
    }

    /// The metrics that the form names, by whatever was sent.
    pub fn metrics(&self) -> BTreeSet<Option<Uuid>> {
        let named = self.fields.keys().filter(|name| is_figure(name));
        named.map(|name| name.split('.').nth(1)?.parse().ok()).collect()
    }

    /// The lines of a metric: those that count first, then new ones that are not left empty.
    pub fn keys(&self, takings: &Takings) -> Vec<String> {
        let prefix = format!("line.{}.", takings.metric.id);
        let typed: BTreeSet<&str> = self
            .fields
            .keys()
            .filter_map(|name| name.strip_prefix(&prefix)?.rsplit_once('.'))
            .map(|(key, _)| key)
            .collect();
        let known = takings.lines.iter().map(|line| line.key.clone());
        let is_empty = |key: &str| {
            let parts = ["amount", "client", "comment"];
            parts.iter().all(|part| self.line(takings.metric.id, key, part).trim().is_empty())
        };
        let new = typed.into_iter().filter(|key| takings.line(key).is_none() && !is_empty(key));
        known.chain(new.map(str::to_owned)).collect()
    }

    /// The button that was pressed; `None`: the day is to be saved.
    pub fn press(&self) -> Option<Press> {
        let pressed = self.get("do")?;
        if pressed == "before" {
            return Some(Press::AsBefore);
        }
        let (what, metric) = pressed.split_once('.')?;
        let metric = MetricId(metric.parse().ok()?);
        match what {
            "more" => Some(Press::More(metric)),
            "less" => Some(Press::Less(metric)),
            _ => None,
        }
    }

    /// What the form says after a button.
    #[must_use]
    pub fn pressed(mut self, press: Press, sheet: &Sheet) -> Self {
        for counter in &sheet.counters {
            let name = count_name(counter.metric.id);
            let typed = self.get(&name).unwrap_or_default();
            if let Some(value) = after(press, counter, typed) {
                self.set(name, counter.metric.quantity(value).number());
            }
        }
        self
    }
}

fn is_figure(name: &str) -> bool {
    name.starts_with("count.") || name.starts_with("line.")
}

/// The number a counter has after a button; `None`: it stays as typed, readable or not.
fn after(press: Press, counter: &Counter, typed: &str) -> Option<i64> {
    let one = 10_i64.pow(counter.metric.scale.into());
    let value = read(typed, &counter.metric)?;
    match press {
        Press::More(metric) if metric == counter.metric.id => Some(value.saturating_add(one)),
        Press::Less(metric) if metric == counter.metric.id => Some((value - one).max(0)),
        Press::AsBefore if value == 0 => counter.before,
        _ => None,
    }
}

/// A typed number; nothing is zero.
pub fn read(typed: &str, metric: &Metric) -> Option<i64> {
    if typed.trim().is_empty() {
        return Some(0);
    }
    let read = crate::values::Quantity::parse(typed, metric.scale, metric.unit);
    read.ok().map(crate::values::Quantity::minor)
}

/// «−5 000 ₽ · Ремстрой, счёт 418»: a line in a line.
pub fn line_text(metric: &Metric, line: &Payment) -> String {
    let about = [&line.client, &line.comment].into_iter().filter(|part| !part.is_empty());
    let about = about.cloned().collect::<Vec<_>>().join(", ");
    let amount = metric.quantity(line.amount).to_string();
    let refund = if amount.starts_with(MINUS) { "возврат " } else { "" };
    if about.is_empty() {
        format!("{refund}{amount}")
    } else {
        format!("{refund}{amount} · {about}")
    }
}

#[cfg(test)]
pub mod tests {
    use super::super::sheet::tests::{counter, payment, sheet};
    use super::*;

    /// A form with a line «k» of payments, by its parts.
    pub fn form(line: &[(&str, &str)]) -> DayForm {
        let metric = MetricId(Uuid::from_u128(9));
        let fields =
            line.iter().map(|(part, typed)| (line_name(metric, "k", part), (*typed).into()));
        DayForm { fields: fields.collect() }
    }

    fn calls(form: &DayForm) -> &str {
        form.get(&count_name(MetricId(Uuid::from_u128(1)))).unwrap_or_default()
    }

    #[test]
    fn an_untouched_form_says_what_is_said_already() {
        let sheet = sheet(counter(None, Some(19)), vec![payment("k", -50_000)]);
        let form = DayForm::of(&sheet);
        assert_eq!((calls(&form), form.row_version()), ("19", 0));
        let metric = sheet.takings[0].metric.id;
        assert_eq!(form.line(metric, "k", "amount"), "500");
        assert!(form.is_marked(metric, "k", "refund"));
        assert_eq!(form.check(&sheet).unwrap().lines[0].amount, Some(-50_000));
    }

    #[test]
    fn buttons_count_and_take_over_what_is_still_zero() {
        let sheet = sheet(counter(None, None), vec![]);
        let (form, metric) = (DayForm::of(&sheet), sheet.counters[0].metric.id);
        let more = form.clone().pressed(Press::More(metric), &sheet);
        assert_eq!(calls(&more), "1");
        assert_eq!(calls(&more.clone().pressed(Press::AsBefore, &sheet)), "1");
        assert_eq!(calls(&form.clone().pressed(Press::AsBefore, &sheet)), "22");
        assert_eq!(calls(&form.pressed(Press::Less(metric), &sheet)), "0");
    }

    #[test]
    fn lines_that_stand_come_first_and_empty_new_ones_not_at_all() {
        let sheet = sheet(counter(None, None), vec![payment("b", 1)]);
        let keys = |form: &DayForm| form.keys(&sheet.takings[0]);
        assert_eq!(keys(&form(&[("amount", "5")])), ["b", "k"]);
        assert_eq!(keys(&form(&[("amount", " "), ("client", "")])), ["b"]);
    }

    #[test]
    fn one_who_comes_second_gets_the_lines_that_came_meanwhile() {
        let sheet = sheet(counter(None, Some(19)), vec![payment("b", 70_000)]);
        let renewed = form(&[("amount", "5")]).renewed(&sheet);
        let metric = sheet.takings[0].metric.id;
        assert_eq!(renewed.line(metric, "b", "amount"), "700");
        assert_eq!(renewed.line(metric, "k", "amount"), "5");
    }
}
