use askama::Template;

use super::Desk;
use crate::company::last_day;
use crate::expert::founding::{Draft, FoundingForm};
use crate::form::FieldErrors;
use crate::signin::ZONES;
use crate::values::russian::numeric_date;
use crate::web::Choice;

/// The form of a company for an owner.
#[derive(Template)]
#[template(path = "expert/new.html")]
pub struct New {
    pub desk: Desk,
    /// Whether there is a mail server.
    pub sends_letters: bool,
    pub form: FoundingForm,
    pub errors: FieldErrors,
}

impl New {
    fn zones(&self) -> Vec<Choice> {
        Choice::among(ZONES.iter().map(|(zone, title)| (zone.name(), *title)), &self.form.zone)
    }
}

/// The company just made; its owner's link is seen here and never again.
#[derive(Template)]
#[template(path = "expert/made.html")]
pub struct Made {
    pub desk: Desk,
    pub draft: Draft,
    pub link: String,
}

impl Made {
    fn last_day(&self) -> String {
        let until = self.draft.access_until;
        until.map(|until| numeric_date(last_day(until, self.draft.zone))).unwrap_or_default()
    }
}
