//! The company and its departments.

use serde_json::Value;

use super::said::{Said, text};
use super::{Told, done};

pub fn words(action: &str, said: &Said) -> Option<Told> {
    let closing = || {
        let changed = [
            said.changed("day_closes_at", "день закрывается в", hour),
            said.changed("month_closes_on", "месяц закрывается на рабочий день", text),
        ];
        changed.into_iter().flatten().collect()
    };
    Some(match action {
        "found" => Told { subject: said.text("name"), ..done("компания создана") },
        "edit" => Told {
            differences: [
                said.changed("name", "название", text),
                said.changed("zone", "часовой пояс", text),
            ]
            .into_iter()
            .flatten()
            .collect(),
            ..done("другие данные компании")
        },
        "take_template" => {
            done(format!("настройка сохранена экспертом как «{}»", said.text("name")))
        }
        "set_closing" => Told {
            differences: closing(), ..done("когда закрываются день и месяц")
        },
        "set_up" => done("первая настройка закончена"),
        "export" => done("все данные компании выгружены"),
        "ask_deletion" => {
            let on = said.day("due_on").map(|day| format!(": {day}")).unwrap_or_default();
            done(format!("компанию попросили удалить{on}"))
        }
        "keep" => done("удаление компании отменено"),
        _ => return None,
    })
}

/// «20:00»
fn hour(value: &Value) -> String {
    value.as_str().and_then(|time| time.get(..5)).unwrap_or_default().into()
}

/// What an expert leaves behind.
pub fn of_handover(action: &str) -> Option<Told> {
    let what = match action {
        "write" => "передача дел написана",
        "leave" => "передача дел написана, работа эксперта завершена",
        _ => return None,
    };
    Some(Told { subject: "Передача дел".into(), ..done(what) })
}

pub fn of_department(action: &str, said: &Said) -> Option<Told> {
    Some(match action {
        "add" => done("новый отдел"),
        "rename" => Told {
            differences: said.changed("name", "название", text).into_iter().collect(),
            ..done("другое название")
        },
        "archive" => {
            let since = said.day("archived_on").map(|day| format!(" с {day}"));
            done(format!("в архиве{}", since.unwrap_or_default()))
        }
        "restore" => done("возвращён из архива"),
        "appoint_head" => headed(said),
        _ => return None,
    })
}

fn headed(said: &Said) -> Told {
    let since = said.day("from_on").map(|day| format!(" с {day}")).unwrap_or_default();
    let name = said.name("head");
    done(if name.is_empty() {
        format!("без руководителя{since}")
    } else {
        format!("во главе отдела — {name}{since}")
    })
}
