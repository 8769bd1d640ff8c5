//! A person of the company. Nouns, not verbs: a name says nothing of «принял» or «приняла».

use serde_json::Value;

use super::said::{Said, day, day_or_nothing, text};
use super::{Told, done, field};
use crate::access::Role;

pub fn words(action: &str, said: &Said) -> Option<Told> {
    Some(match action {
        "add" => Told {
            notes: placed(said, field(said.after, "department")),
            ..done("новый человек")
        },
        "admit" => admitted(said),
        "edit" => edited(said),
        "dismiss" => {
            let from = said.day("dismissed_on").map(|day| format!(" с {day}"));
            done(format!("увольнение{}", from.unwrap_or_default()))
        }
        "take_back" => done("снова в команде"),
        _ => return None,
    })
}

fn admitted(said: &Said) -> Told {
    let role = said.text("role").parse::<Role>().map(Role::name).unwrap_or_default();
    let what = if role.is_empty() {
        "в команде".into()
    } else {
        format!("в команде, роль: {role}")
    };
    // Where and since when, as a pair.
    let place = field(said.after, "department").get(0).unwrap_or(&Value::Null);
    Told { notes: placed(said, place), ..done(what) }
}

fn placed(said: &Said, department: &Value) -> Vec<String> {
    let name = said.named(department);
    if name.is_empty() { vec![] } else { vec![format!("отдел «{name}»")] }
}

fn edited(said: &Said) -> Told {
    let what = moved(said).unwrap_or_else(|| "изменение карточки".into());
    let is_moved = field(said.before, "department") != field(said.after, "department");
    let department = |value: &Value| {
        let name = said.named(value);
        if name.is_empty() { "без отдела".into() } else { name }
    };
    let differences = [
        said.changed("name", "имя", text),
        said.changed("external_id", "внешний номер", text),
        said.changed("sells", "продаёт сам", text),
        said.changed("department", "отдел", department),
        said.changed("from_on", "в отделе с", day_or_nothing).filter(|_| !is_moved),
    ];
    Told { differences: differences.into_iter().flatten().collect(), ..done(what) }
}

/// «перевод в отдел «Опт» с 1 ноября 2026»
fn moved(said: &Said) -> Option<String> {
    let (from, to) = (field(said.before, "department"), field(said.after, "department"));
    let since = day(field(said.after, "from_on")).map(|day| format!(" с {day}"));
    let since = since.unwrap_or_default();
    match said.named(to) {
        _ if from == to => None,
        name if name.is_empty() => Some(format!("уход из отдела{since}")),
        name => Some(format!("перевод в отдел «{name}»{since}")),
    }
}
