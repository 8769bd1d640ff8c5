//! Closing of weeks and months, and why a week went off its plan.

use super::said::Said;
use super::{Told, done, field};
use crate::values::russian::capitalized;

pub fn words(period: &str, action: &str, said: &Said) -> Option<Told> {
    let what = match (action, period) {
        ("close", "week") => "закрыта",
        ("close", _) => "закрыт",
        ("reopen", "week") => "снова открыта",
        ("reopen", _) => "снова открыт",
        _ => return None,
    };
    let reason = said.text("reason");
    let notes = if reason.is_empty() { vec![] } else { vec![format!("причина: {reason}")] };
    Some(Told { subject: subject(period, said), notes, ..done(what) })
}

/// «Неделя 16–22 ноября 2026, Отдел продаж», «Месяц 1–30 ноября 2026»
fn subject(period: &str, said: &Said) -> String {
    let (department, days) = (said.name("department"), said.days("starts_on", "ends_on"));
    let noun = if period == "week" { "неделя" } else { "месяц" };
    let parts = [format!("{noun} {days}").trim_end().to_owned(), department];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    capitalized(&parts.join(", "))
}

/// What happened and what is done about it stands on the page of the week, not here.
pub fn of_explanation(action: &str, said: &Said) -> Option<Told> {
    let what = match action {
        "explain" => "записаны",
        "edit" => "изменены",
        _ => return None,
    };
    let metric = said.name("metric");
    let subject = if metric.is_empty() { metric } else { format!(": {metric}") };
    let needed = field(said.after, "needed").as_bool() == Some(true);
    let notes = [
        said.day("starts_on").map(|day| format!("неделя с {day}")),
        Some(said.name("department")).filter(|name| !name.is_empty()),
        said.day("due_on").map(|day| format!("срок: {day}")),
        needed.then(|| "нужна помощь собственника".to_owned()),
    ];
    Some(Told {
        subject: format!("Причина и меры{subject}"),
        notes: notes.into_iter().flatten().collect(),
        ..done(what)
    })
}
