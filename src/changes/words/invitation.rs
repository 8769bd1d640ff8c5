//! An invitation by a link; the link itself is never in the log.

use super::member::role;
use super::said::Said;
use super::{Told, done, field};

pub fn words(action: &str, said: &Said) -> Option<Told> {
    Some(match action {
        "invite" => Told { subject: said.text("name"), notes: place(said), ..invited(said) },
        "renew" => done("приглашение: новая ссылка"),
        "revoke" => done("приглашение отозвано"),
        "accept" => done("приглашение принято"),
        _ => return None,
    })
}

fn invited(said: &Said) -> Told {
    let role = role(field(said.after, "role"));
    done(if role.is_empty() {
        "приглашение".into()
    } else {
        format!("приглашение, роль: {role}")
    })
}

fn place(said: &Said) -> Vec<String> {
    let name = said.name("department");
    if name.is_empty() { vec![] } else { vec![format!("отдел «{name}»")] }
}
