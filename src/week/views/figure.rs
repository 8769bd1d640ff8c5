//! A figure of the week as it is shown: plan, fact, percent and its state in a sign and a word.
use chrono::NaiveDate;

use crate::metric::Metric;
use crate::report::status::Status;
use crate::values::russian::{listed, weekday_short};
use crate::values::{Percent, Quantity};
use crate::week::sheet::{Figure, Row};

/// Plan, fact and percent of a cell, in full: the fact is typed over.
#[derive(Debug, Clone)]
pub struct Shown {
    /// Empty: не задан.
    pub plan: String,
    pub fact: String,
    pub percent: String,
    /// "good", "bad" or nothing.
    pub tone: &'static str,
    /// «план не задан»: why there is no percent.
    pub why: &'static str,
    /// «было 4» of a corrected figure.
    pub was: String,
}

impl Shown {
    pub fn of(metric: &Metric, figure: &Figure) -> Self {
        Self::said(figure, |value| written(metric, value), |value| written(metric, value))
    }

    /// The same for a table that is read: money in thousands.
    pub fn short(metric: &Metric, figure: &Figure) -> Self {
        Self::said(
            figure,
            |value| value.map(|value| metric.quantity(value).in_table()).unwrap_or_default(),
            |value| written(metric, value),
        )
    }

    fn said(
        figure: &Figure,
        say: impl Fn(Option<i64>) -> String,
        exactly: impl Fn(Option<i64>) -> String,
    ) -> Self {
        let was = match (figure.is_corrected, figure.original) {
            (false, _) => String::new(),
            (true, None) => "не было записи".into(),
            (true, original) => format!("было {}", exactly(original)),
        };
        Self {
            plan: say(figure.plan),
            fact: say(figure.fact),
            percent: figure.percent.map(Percent::number).unwrap_or_default(),
            tone: match figure.status() {
                Some(Status::Green) => "good",
                Some(Status::Red) => "bad",
                _ => "",
            },
            why: if figure.plan.is_none() {
                "план не задан"
            } else {
                "нет данных"
            },
            was,
        }
    }
}

/// As it stands in an input; empty for no value.
pub fn written(metric: &Metric, value: Option<i64>) -> String {
    let quantity = value.and_then(|value| Quantity::new(value, metric.scale, metric.unit));
    quantity.map(Quantity::number).unwrap_or_default()
}

/// As it is read; a dash for no value.
pub fn dashed(metric: &Metric, value: Option<i64>) -> String {
    value.map_or_else(|| "—".into(), |_| written(metric, value))
}

/// «нет записей: вт и ср»; nothing when every day is there.
pub fn silence(row: &Row) -> String {
    days("нет записей", &row.silent)
}

/// «поздно: пн»
pub fn lateness(row: &Row) -> String {
    days("внесено поздно", &row.late)
}

fn days(what: &str, days: &[NaiveDate]) -> String {
    if days.is_empty() {
        return String::new();
    }
    let names: Vec<String> = days.iter().map(|day| weekday_short(*day).to_owned()).collect();
    format!("{what}: {}", listed(&names))
}
