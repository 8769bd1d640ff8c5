//! Days of work: of the company, of a person.

use serde_json::Value;

use super::said::{Said, day, text};
use super::{Told, done, field};
use crate::values::DayKind;
use crate::working_days::AbsenceKind;

pub fn of_calendar(action: &str, said: &Said) -> Option<Told> {
    if action != "change" {
        return None;
    }
    let kind = field(said.after, "kind").as_str().and_then(DayKind::from_code);
    let what = match kind {
        Some(DayKind::Off) => "не работаем",
        Some(DayKind::Work) => "работаем",
        Some(DayKind::Short) => "на час короче",
        None => "как в производственном календаре",
    };
    let name = said.text("name");
    let name = if name.is_empty() { String::new() } else { format!(", «{name}»") };
    Some(Told {
        subject: "Календарь компании".into(),
        ..done(format!("{}: {what}{name}", said.days("first", "last")))
    })
}

pub fn of_member(action: &str, said: &Said) -> Option<Told> {
    Some(match action {
        "be_away" => {
            let kind = kind(said.after);
            done(format!("{kind}: {}", said.days("starts_on", "ends_on")))
        }
        "not_be_away" => {
            let before = Said { before: None, after: said.before, names: said.names };
            done(format!(
                "отменено, {}: {}",
                kind(said.before),
                before.days("starts_on", "ends_on")
            ))
        }
        "schedule" => {
            let from = said.day("from_on").unwrap_or_default();
            match said.text("schedule") {
                name if name.is_empty() => done(format!("график с {from} отменён")),
                name => done(format!("график с {from}: {name}")),
            }
        }
        "carry" => done(carries(said)),
        _ => return None,
    })
}

fn kind(side: Option<&Value>) -> &'static str {
    let kind = field(side, "kind").as_str().and_then(AbsenceKind::from_code);
    kind.map_or("отсутствие", AbsenceKind::name)
}

/// «доля плана: 30 % с 1 ноября 2026, 60 % с 1 декабря 2026»
fn carries(said: &Said) -> String {
    let lines = field(said.after, "lines").as_array().into_iter().flatten().map(|line| {
        let part = |at: usize| line.get(at).unwrap_or(&Value::Null);
        let from = day(part(0)).unwrap_or_default();
        match text(part(1)) {
            percent if percent.is_empty() => format!("строка с {from} отменена"),
            percent => format!("{percent}\u{a0}% с {from}"),
        }
    });
    format!("доля плана: {}", lines.collect::<Vec<_>>().join(", "))
}
