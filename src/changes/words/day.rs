//! A person's day, proposals to correct a closed one, clients met in it.

use serde_json::Value;
use uuid::Uuid;

use super::said::Said;
use super::{Difference, Told, done, field};
use crate::values::russian::counted;

pub fn words(action: &str, said: &Said) -> Option<Told> {
    let what = match action {
        "log" => "день внесён",
        "edit" => "день исправлен",
        _ => return None,
    };
    let on = said.day("day").map(|day| format!(": {day}")).unwrap_or_default();
    let differences = figures(said);
    Some(Told { differences, notes: payments(said), ..done(format!("{what}{on}")) })
}

/// What was said of each metric, before and now, by its id.
fn figures(said: &Said) -> Vec<Difference> {
    let (before, after) = (field(said.before, "figures"), field(said.after, "figures"));
    let metrics = after.as_object().into_iter().flatten();
    let told = metrics.filter_map(|(id, value)| {
        let metric: Uuid = id.parse().ok()?;
        let say = |value: &Value| {
            value.as_i64().map_or(String::new(), |value| said.names.amount(metric, value))
        };
        let name = said.names.of(metric).to_owned();
        let from = before.get(id).map(say).unwrap_or_default();
        Some(Difference { name, from, to: say(value) }).filter(|told| !told.name.is_empty())
    });
    told.collect()
}

fn payments(said: &Said) -> Vec<String> {
    let lines = field(said.after, "payments").as_object().map_or(0, serde_json::Map::len);
    let lines = i64::try_from(lines).unwrap_or(i64::MAX);
    let said = counted(lines, "строка оплат", "строки оплат", "строк оплат");
    if lines > 0 { vec![format!("изменено: {said}")] } else { vec![] }
}

/// A figure of a closed day, waiting for the head's word.
pub fn of_proposal(action: &str, said: &Said) -> Option<Told> {
    let what = match action {
        "propose" => "предложена",
        "accept" => "принята",
        "decline" => "отклонена",
        _ => return None,
    };
    let (reason, answer) = (said.text("reason"), said.text("answer"));
    let notes = [
        (!reason.is_empty()).then(|| format!("причина: {reason}")),
        (!answer.is_empty()).then(|| format!("ответ: {answer}")),
    ];
    Some(Told {
        subject: proposed(said),
        notes: notes.into_iter().flatten().collect(),
        ..done(format!("{what}{}", value(said)))
    })
}

/// «Поправка: Иванова О., Звонки, 17 ноября 2026»
fn proposed(said: &Said) -> String {
    let parts = [said.name("member"), said.name("metric"), said.day("day").unwrap_or_default()];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    format!("Поправка: {}", parts.join(", "))
}

fn value(said: &Said) -> String {
    let metric = field(said.after, "metric").as_str().and_then(|text| text.parse().ok());
    let amount = metric.zip(field(said.after, "value").as_i64());
    amount
        .map_or(String::new(), |(metric, value)| format!(", {}", said.names.amount(metric, value)))
}

pub fn of_client(action: &str, said: &Said) -> Option<Told> {
    Some(match action {
        "add" => Told { subject: said.text("name"), ..done("новый клиент") },
        _ => return None,
    })
}
