//! A set-up by a template.

use super::said::Said;
use super::{Told, done};
use crate::values::russian::counted;

pub fn words(action: &str, said: &Said) -> Option<Told> {
    Some(match action {
        "apply" => {
            let subject = format!("Шаблон «{}»", said.text("title"));
            Told { subject, notes: notes(said), ..done("применён") }
        }
        "reveal" => Told {
            subject: said.text("name"), ..done("включено после лёгкого старта")
        },
        _ => return None,
    })
}

fn notes(said: &Said) -> Vec<String> {
    let lines = counted(said.number("lines"), "изменение", "изменения", "изменений");
    let kept = said.number("kept");
    [
        Some(lines),
        (kept > 0).then(|| format!("оставлено своё: {kept}")),
        said.day("light_until").map(|day| format!("лёгкий старт до {day}")),
    ]
    .into_iter()
    .flatten()
    .collect()
}
