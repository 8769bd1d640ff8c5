//! The company and its departments.

use super::said::Said;
use super::{Told, done};

pub fn words(action: &str, said: &Said) -> Option<Told> {
    Some(match action {
        "found" => Told { subject: said.text("name"), ..done("компания создана") },
        _ => return None,
    })
}

pub fn of_department(action: &str, said: &Said) -> Option<Told> {
    Some(match action {
        "add" => done("новый отдел"),
        "appoint_head" => {
            let since = said.day("from_on").map(|day| format!(" с {day}")).unwrap_or_default();
            done(format!("во главе отдела — {}{since}", said.name("member")))
        }
        _ => return None,
    })
}
