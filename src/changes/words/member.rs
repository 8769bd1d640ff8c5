//! A person of the company. Nouns, not verbs: a name says nothing of «принял» or «приняла».

use serde_json::Value;

use super::said::{Said, day, day_or_nothing, text};
use super::{Told, done, field};
use crate::access::Role;
use crate::values::russian::counted;

pub fn words(action: &str, said: &Said) -> Option<Told> {
    Some(match action {
        "add" => Told {
            notes: placed(said, field(said.after, "department")),
            ..done("новый человек")
        },
        "admit" => admitted(said),
        "join" => with_role(said, "вход в Маяк открыт"),
        "edit" => edited(said),
        "move" => moves(said),
        "change_role" => Told {
            differences: [
                said.changed("role", "роль", role),
                said.changed("access_until", "доступ до", moment),
            ]
            .into_iter()
            .flatten()
            .collect(),
            ..done("другая роль")
        },
        "close_access" => done("вход эксперта закрыт"),
        "dismiss" => {
            let from = said.day("dismissed_on").map(|day| format!(" с {day}"));
            done(format!("увольнение{}", from.unwrap_or_default()))
        }
        "remind" => done("напоминания о дне включены"),
        "stop_reminding" => done("напоминания о дне выключены"),
        "hand_over" => done(format!(
            "клиенты переданы с {}: {}, теперь их ведёт {}",
            said.day("from_on").unwrap_or_default(),
            counted(said.number("clients"), "клиент", "клиента", "клиентов"),
            said.name("to")
        )),
        "take_back" => done("снова в команде"),
        _ => return None,
    })
}

fn with_role(said: &Said, what: &str) -> Told {
    let role = role(field(said.after, "role"));
    done(if role.is_empty() { what.to_owned() } else { format!("{what}, роль: {role}") })
}

pub fn role(value: &Value) -> String {
    let role = value.as_str().and_then(|code| code.parse::<Role>().ok());
    role.map(Role::name).unwrap_or_default().into()
}

/// The day of an instant.
fn moment(value: &Value) -> String {
    let day = value.as_str().and_then(|text| text.get(..10)).unwrap_or_default();
    day_or_nothing(&Value::from(day))
}

fn admitted(said: &Said) -> Told {
    // Where and since when, as a pair.
    let place = field(said.after, "department").get(0).unwrap_or(&Value::Null);
    Told { notes: placed(said, place), ..with_role(said, "в команде") }
}

/// The departments of a person since when, as pairs of a day and an id.
fn moves(said: &Said) -> Told {
    let (was, is) = (field(said.before, "departments"), field(said.after, "departments"));
    let known = was.as_array().map_or(&[][..], Vec::as_slice);
    let rows = is.as_array().into_iter().flatten();
    let mut new = rows.filter(|row| !known.contains(row));
    let what = match (new.next(), new.next()) {
        (Some(row), None) => {
            step(said, row.get(1).unwrap_or(&Value::Null), row.get(0).unwrap_or(&Value::Null))
        }
        _ => "другие отделы по времени".into(),
    };
    let all = |value: &Value| {
        let rows = value.as_array().into_iter().flatten().map(|row| place(said, row));
        rows.collect::<Vec<_>>().join(", ")
    };
    Told {
        differences: said.changed("departments", "отделы", all).into_iter().collect(),
        ..done(what)
    }
}

/// «перевод в отдел «Опт» с 1 ноября 2026»
fn step(said: &Said, department: &Value, from: &Value) -> String {
    let since = day(from).map(|day| format!(" с {day}")).unwrap_or_default();
    match said.named(department) {
        name if name.is_empty() => format!("уход из отдела{since}"),
        name => format!("перевод в отдел «{name}»{since}"),
    }
}

/// «Опт с 1 ноября 2026»
fn place(said: &Said, row: &Value) -> String {
    let name = said.named(row.get(1).unwrap_or(&Value::Null));
    let since = row.get(0).and_then(day).map(|day| format!(" с {day}")).unwrap_or_default();
    format!("{}{since}", if name.is_empty() { "без отдела" } else { &name })
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

fn moved(said: &Said) -> Option<String> {
    let (from, to) = (field(said.before, "department"), field(said.after, "department"));
    (from != to).then(|| step(said, to, field(said.after, "from_on")))
}
