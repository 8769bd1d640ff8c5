//! A metric of the catalogue.

use serde_json::Value;

use super::said::{Said, text};
use super::{Told, done};
use crate::metric::{Direction, Kind, OverPeople, OverTime};

pub fn words(action: &str, said: &Said) -> Option<Told> {
    Some(match action {
        "add" => done("новый показатель"),
        "edit" => Told {
            differences: differences(said), ..done("изменение показателя")
        },
        "hide" => done("убран с таблиц"),
        "show" => done("снова на таблицах"),
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
