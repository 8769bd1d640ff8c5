use askama::Template;

use super::state::Invitation;
use crate::company::Profile;
use crate::mail::{Content, Frame};
use crate::values::russian::{day_and_month, time};

/// Asks somebody in.
struct Asking<'a> {
    frame: Frame,
    company: &'a str,
    by: &'a str,
    role: &'static str,
    department: Option<&'a str>,
    link: String,
    /// «25 ноября, 12:00»
    until: String,
}

#[derive(Template)]
#[template(path = "mail/invitation/letter.html")]
struct Html<'a> {
    letter: &'a Asking<'a>,
}

#[derive(Template)]
#[template(path = "mail/invitation/letter.txt")]
struct Text<'a> {
    letter: &'a Asking<'a>,
}

impl Asking<'_> {
    fn subject(&self) -> String {
        format!("Приглашение в «{}»", self.company)
    }
}

/// What the letter of an invitation says.
pub fn content(
    frame: Frame,
    company: &Profile,
    invitation: &Invitation,
    link: String,
) -> askama::Result<Content> {
    let ends = invitation.ends_at.with_timezone(&company.zone).naive_local();
    let letter = Asking {
        frame,
        company: &company.name,
        by: &invitation.by.name,
        role: invitation.role.name(),
        department: invitation.department.as_ref().map(|(_, name)| name.as_str()),
        link,
        until: format!("{}, {}", day_and_month(ends.date()), time(ends.time())),
    };
    Ok(Content {
        subject: letter.subject(),
        text: Text { letter: &letter }.render()?,
        html: Html { letter: &letter }.render()?,
        unsubscribe: None,
    })
}
