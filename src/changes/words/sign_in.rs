//! Who may get in and how. Secrets are never in the log.

use serde_json::Value;

use super::member::role;
use super::said::{Said, day_or_nothing};
use super::{Told, done};
use crate::values::russian::listed;

pub fn words(action: &str) -> Option<Told> {
    Some(done(match action {
        "change_password" => "пароль сменён",
        "change_address" => "адрес для входа сменён",
        "reset_link" => "выдана ссылка для нового пароля",
        "reset_password" => "новый пароль по ссылке",
        "turn_second_factor_on" => "второй фактор включён",
        "turn_second_factor_off" => "второй фактор выключен",
        "lift_second_factor" => "второй фактор снят",
        "end_session" => "один из входов завершён",
        "end_other_sessions" => "все другие входы завершены",
        _ => return None,
    }))
}

/// Who has to have a second factor, and since when.
pub fn of_rule(action: &str, said: &Said) -> Option<Told> {
    let roles = |value: &Value| {
        let roles: Vec<String> = value.as_array().into_iter().flatten().map(role).collect();
        if roles.is_empty() { "никто".into() } else { listed(&roles) }
    };
    let differences = || {
        let changed = [
            said.changed("roles", "кто обязан", roles),
            said.changed("from_on", "с какого дня", day_or_nothing),
        ];
        changed.into_iter().flatten().collect()
    };
    Some(match action {
        "edit" => Told {
            subject: "Второй фактор".into(),
            differences: differences(),
            ..done("другое правило")
        },
        _ => return None,
    })
}
