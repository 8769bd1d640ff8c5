//! Funnels and their stages.

use super::said::{Said, text};
use super::scorecard::share;
use super::{Told, done};

pub fn of_pipeline(action: &str, said: &Said) -> Option<Told> {
    Some(match action {
        "add" => done("новая воронка"),
        "edit" => Told {
            differences: said.changed("name", "название", text).into_iter().collect(),
            ..done("другое название воронки")
        },
        "hide" => done("воронка убрана"),
        "show" => done("воронка снова в работе"),
        _ => return None,
    })
}

pub fn of_stage(action: &str, said: &Said) -> Option<Told> {
    Some(match action {
        "add" => done("новая стадия"),
        "edit" => {
            let since = said.day("from_on").map(|day| format!("вероятность оплаты с {day}"));
            let since = since.unwrap_or_else(|| "вероятность оплаты".into());
            let changed = [
                said.changed("name", "название", text),
                said.changed("criterion", "когда сделка входит", text),
                said.changed("stale_days", "зависла через рабочих дней", text),
                said.changed("metric", "входы считает", |id| said.named(id)),
                said.changed("probability", "", share)
                    .map(|change| super::Difference { name: since, ..change }),
            ];
            Told {
                differences: changed.into_iter().flatten().collect(),
                ..done("изменение стадии")
            }
        }
        "hide" => done("стадия убрана из воронки"),
        "show" => done("стадия снова в воронке"),
        "move" => done(format!("другое место в воронке: {}-е", said.number("place"))),
        _ => return None,
    })
}
