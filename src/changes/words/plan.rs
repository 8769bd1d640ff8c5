//! A version of a month's plan.

use chrono::{Datelike, NaiveDate};

use super::said::Said;
use super::{Told, done, field};
use crate::values::russian::{NO_BREAK, counted, month};

pub fn words(action: &str, said: &Said) -> Option<Told> {
    Some(match action {
        "approve" => Told { subject: subject(said), notes: notes(said), ..done(what(said)) },
        "cover" => Told { subject: subject(said), ..done(said.text("reason")) },
        _ => return None,
    })
}

/// What a head sets for a part of a week out of the month's plan.
pub fn of_week(action: &str, said: &Said) -> Option<Told> {
    let version = Some(said.number("no")).filter(|no| *no > 1);
    let version = version.map_or(String::new(), |no| format!(", версия {no}"));
    let (days, department) = (said.days("starts_on", "ends_on"), said.name("department"));
    let department = if department.is_empty() { department } else { format!(", {department}") };
    Some(match action {
        "set" => Told {
            subject: format!("План на неделю {days}{department}"),
            notes: notes(said),
            ..done(format!("задан{version}"))
        },
        _ => return None,
    })
}

/// «План на ноябрь 2026, Отдел продаж»
fn subject(said: &Said) -> String {
    let first = field(said.after, "month").as_str().and_then(|text| text.parse().ok());
    let Some(first): Option<NaiveDate> = first else { return String::new() };
    let department = said.name("department");
    let department = if department.is_empty() { department } else { format!(", {department}") };
    format!("План на {}{NO_BREAK}{}{department}", month(first), first.year())
}

fn what(said: &Said) -> String {
    match (said.number("no"), said.day("effective_on")) {
        (2.., Some(day)) => format!("утверждение, версия {}, действует с {day}", said.number("no")),
        _ => "утверждение".into(),
    }
}

fn notes(said: &Said) -> Vec<String> {
    let (reason, file) = (said.text("reason"), said.name("import"));
    let numbers = counted(said.number("targets"), "число", "числа", "чисел");
    [
        (!reason.is_empty()).then(|| format!("причина: {reason}")),
        (!file.is_empty()).then(|| format!("из файла «{file}»")),
        (said.number("targets") > 0).then_some(numbers),
    ]
    .into_iter()
    .flatten()
    .collect()
}
