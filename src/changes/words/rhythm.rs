//! Regular actions and exercises.

use serde_json::Value;

use super::said::{Said, text};
use super::scorecard::share;
use super::{Told, done, field};
use crate::rhythm::Cadence;

pub fn of_ritual(action: &str, said: &Said) -> Option<Told> {
    Some(match action {
        "add" => {
            done(format!("новое регулярное действие: {}", cadence(field(said.after, "rrule"))))
        }
        "edit" => {
            let since = said.day("from_on").map(|day| format!(" с {day}")).unwrap_or_default();
            Told {
                differences: differences(said),
                ..done(format!("изменение регулярного действия{since}"))
            }
        }
        "hide" => done("регулярное действие выключено"),
        "show" => done("регулярное действие включено"),
        _ => return None,
    })
}

fn differences(said: &Said) -> Vec<super::Difference> {
    let changed = [
        said.changed("name", "название", text),
        said.changed("rrule", "как часто", cadence),
        said.changed("starts_at", "во сколько", hour),
        said.changed("minutes", "минут", text),
        said.changed("is_per_person", "с каждым менеджером", text),
        said.changed("agenda", "повестка", text),
        said.changed("outcome", "что должно остаться", text),
        said.changed("weight", "вес в индексе", share),
    ];
    changed.into_iter().flatten().collect()
}

fn cadence(value: &Value) -> String {
    let read = value.as_str().and_then(|rule| rule.parse::<Cadence>().ok());
    read.map_or(String::new(), |cadence| cadence.words())
}

/// «09:15»
fn hour(value: &Value) -> String {
    value.as_str().and_then(|time| time.get(..5)).unwrap_or_default().into()
}

pub fn of_exercise(action: &str, said: &Said) -> Option<Told> {
    let lines = |value: &Value| {
        let lines = value.as_array().into_iter().flatten().map(text);
        lines.collect::<Vec<_>>().join("; ")
    };
    Some(match action {
        "add" => done("новое упражнение"),
        "edit" => {
            let changed = [
                said.changed("name", "название", text),
                said.changed("minutes", "минут", text),
                said.changed("checklist", "чек-лист", lines),
                said.changed("phrases", "фразы", lines),
            ];
            Told {
                differences: changed.into_iter().flatten().collect(),
                ..done("изменение упражнения")
            }
        }
        "hide" => done("упражнение убрано из списка"),
        "show" => done("упражнение снова в списке"),
        _ => return None,
    })
}
