//! KPI cards and their versions.

use std::collections::BTreeSet;

use serde_json::Value;

use super::said::{Said, text};
use super::{Difference, Told, done, field};
use crate::scorecard::{CardRole, System};
use crate::values::Share;

pub fn words(action: &str, said: &Said) -> Option<Told> {
    let version = said.number("no");
    Some(match action {
        "add" => done("новая карта KPI"),
        "edit" => Told {
            differences: [
                said.changed("name", "название", text),
                said.changed("role", "чья премия", role),
            ]
            .into_iter()
            .flatten()
            .collect(),
            ..done("изменение карты KPI")
        },
        "hide" => done("карта KPI больше не действует"),
        "show" => done("карта KPI снова действует"),
        "propose" => of_version(said, &format!("предложена версия {version}")),
        "approve" => of_version(said, &format!("утверждена версия {version}")),
        "return" => Told {
            notes: vec![format!("причина: {}", said.text("answer"))],
            ..done(format!("возвращена версия {version}"))
        },
        _ => return None,
    })
}

fn of_version(said: &Said, what: &str) -> Told {
    let since = said.day("effective_on").map(|day| format!(", действует с {day}"));
    let reason = said.text("reason");
    let trial = said.changed("is_trial", "пробный расчёт", text);
    Told {
        notes: if reason.is_empty() { vec![] } else { vec![format!("причина: {reason}")] },
        differences: weights(said).into_iter().chain(trial).collect(),
        ..done(format!("{what}{}", since.unwrap_or_default()))
    }
}

/// Every weight that is another than before.
fn weights(said: &Said) -> Vec<Difference> {
    let side =
        |side: Option<&Value>| field(side, "weights").as_object().cloned().unwrap_or_default();
    let (before, after) = (side(said.before), side(said.after));
    let codes: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let changed = codes.into_iter().filter(|code| before.get(*code) != after.get(*code));
    changed
        .map(|code| Difference {
            name: System::read(code)
                .map_or_else(|| said.named(&code.as_str().into()), |one| one.name().into()),
            from: share(before.get(code).unwrap_or(&Value::Null)),
            to: share(after.get(code).unwrap_or(&Value::Null)),
        })
        .collect()
}

/// «40 %» of basis points.
pub fn share(value: &Value) -> String {
    let points = value.as_i64().and_then(|points| i32::try_from(points).ok());
    points.map_or_else(|| "нет".into(), |points| Share::from_basis_points(points).to_string())
}

fn role(value: &Value) -> String {
    let found = CardRole::ALL.into_iter().find(|role| value == role.code());
    found.map_or(String::new(), |role| role.name().into())
}
