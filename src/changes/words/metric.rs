//! A metric of the catalogue.

use serde_json::Value;
use uuid::Uuid;

use super::said::{Said, text};
use super::{Difference, Told, done, field};
use crate::metric::{Direction, Kind, OverPeople, OverTime};
use crate::norm::Per;

pub fn words(action: &str, said: &Said) -> Option<Told> {
    Some(match action {
        "add" => done("новый показатель"),
        "edit" => Told {
            differences: differences(said), ..done("изменение показателя")
        },
        "hide" => done("убран с таблиц"),
        "show" => done("снова на таблицах"),
        "norm" => norm(said),
        "minutes" => Told {
            differences: said.changed("minutes", "минут на один", text).into_iter().collect(),
            ..done("сколько занимает один шаг")
        },
        "move" => done(format!("другое место в таблицах: {}-е", said.number("place") + 1)),
        _ => return None,
    })
}

fn differences(said: &Said) -> Vec<super::Difference> {
    let parts = |value: &Value| {
        let names = value.as_array().into_iter().flatten().map(|part| said.named(part));
        names.collect::<Vec<_>>().join(" к ")
    };
    let changed = [
        said.changed("name", "название", text),
        said.changed("code", "код", text),
        said.changed("unit", "единица", text),
        said.changed("scale", "знаков после запятой", text),
        said.changed("kind", "что это", kind),
        said.changed("direction", "что лучше", direction),
        said.changed("over_time", "за период", over_time),
        said.changed("over_people", "по отделу", over_people),
        said.changed("parts", "отношение", parts),
    ];
    changed.into_iter().flatten().collect()
}

/// «норма с 25 ноября 2026: все менеджеры», from what to what.
fn norm(said: &Said) -> Told {
    let amount = |side: Option<&Value>| {
        let metric = field(side, "metric").as_str().and_then(|id| id.parse::<Uuid>().ok());
        let minor = field(side, "value").as_i64();
        let Some((metric, minor)) = metric.zip(minor) else { return "нет".to_owned() };
        let per = Per::ALL.into_iter().find(|per| *field(side, "per") == per.code());
        let amount = said.names.amount(metric, minor);
        format!("{amount} {}", per.map_or("", Per::words)).trim_end().to_owned()
    };
    let whose = match said.text("role").as_str() {
        "manager" => "все менеджеры".to_owned(),
        "head" => "РОП".to_owned(),
        _ => said.name("member"),
    };
    let from = said.day("from_on").unwrap_or_default();
    let name = "норма".to_owned();
    let difference = Difference { name, from: amount(said.before), to: amount(said.after) };
    Told { differences: vec![difference], ..done(format!("норма с {from}, {whose}")) }
}

fn kind(value: &Value) -> String {
    let found = Kind::ALL.into_iter().find(|kind| value == kind.code());
    found.map_or(String::new(), |kind| kind.name().into())
}

fn direction(value: &Value) -> String {
    let found = Direction::ALL.into_iter().find(|direction| value == direction.code());
    found.map_or(String::new(), |direction| direction.name().into())
}

fn over_time(value: &Value) -> String {
    value.as_str().map(OverTime::name_of).unwrap_or_default().into()
}

fn over_people(value: &Value) -> String {
    let found = OverPeople::ALL.into_iter().find(|people| value == people.code());
    found.map_or(String::new(), |people| people.name().into())
}
