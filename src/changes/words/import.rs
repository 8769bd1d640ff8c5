//! A file and what became of it.

use super::said::{Said, text};
use super::{Told, done, field};
use crate::import::Kind;
use crate::values::russian::{counted, listed};

pub fn words(action: &str, said: &Said) -> Option<Told> {
    Some(match action {
        "upload" => {
            let kind = Kind::from_code(&said.text("kind")).map_or("", Kind::word);
            done(if kind.is_empty() {
                "новый файл".into()
            } else {
                format!("новый файл: {kind}")
            })
        }
        "map" => done("столбцы размечены"),
        "apply" => {
            Told { notes: applied(said), ..done("числа из файла записаны") }
        }
        "discard" => Told {
            subject: text(field(said.before, "file_name")),
            ..done("черновик загрузки убран")
        },
        "undo" => Told { notes: undone(said), ..done("загрузка отменена") },
        _ => return None,
    })
}

fn applied(said: &Said) -> Vec<String> {
    let count = |key: &str, words: &str| {
        Some(said.number(key))
            .filter(|number| *number > 0)
            .map(|number| format!("{words} {number}"))
    };
    let people = said.list("people");
    let not_selling = said.list("not_selling");
    [
        count("added", "новых:"),
        count("changed", "изменено:"),
        count("unchanged", "было таким же:"),
        count("problems", "не прочитано:"),
        (!people.is_empty()).then(|| format!("добавлены люди: {}", listed(&people))),
        (!not_selling.is_empty())
            .then(|| format!("больше не продают сами: {}", listed(&not_selling))),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn undone(said: &Said) -> Vec<String> {
    let withdrawn = said.number("withdrawn");
    let figures = counted(withdrawn, "число", "числа", "чисел");
    if withdrawn > 0 {
        vec![format!("больше не считается: {figures}")]
    } else {
        vec![]
    }
}
