use askama::Template;
use chrono_tz::Tz;

use super::guest::Guest;
use super::newcomer::NewcomerForm;
use crate::company::last_day;
use crate::form::FieldErrors;
use crate::invitation::Invitation;
use crate::values::russian::{day_and_month, numeric_date, time};

/// An open invitation, before the one who came by its link.
#[derive(Debug, Template)]
#[template(path = "signin/invitation.html")]
pub struct Invited {
    /// The link's own path.
    pub path: String,
    pub company: String,
    pub zone: Tz,
    pub invitation: Invitation,
    pub guest: Guest,
}

impl Invited {
    /// «до 25 ноября, 12:00»
    fn ends(&self) -> String {
        let ends = self.invitation.ends_at.with_timezone(&self.zone).naive_local();
        format!("до {}, {}", day_and_month(ends.date()), time(ends.time()))
    }

    fn let_in_until(&self) -> Option<String> {
        self.invitation.access_until.map(|until| numeric_date(last_day(until, self.zone)))
    }

    fn is_joined(&self) -> bool {
        self.invitation.member.is_some()
    }

    /// Signs in and comes back here.
    fn sign_in(&self) -> String {
        format!("/sign-in?next={}", self.path)
    }
}

/// The form of a new person.
#[derive(Debug, Template)]
#[template(path = "signin/newcomer.html")]
pub struct NewPerson {
    pub path: String,
    pub company: String,
    /// The name under which the company knows the person already.
    pub known_as: Option<String>,
    pub form: NewcomerForm,
    pub errors: FieldErrors,
}

/// A link that opens nothing.
#[derive(Debug, Template)]
#[template(path = "signin/shut.html")]
pub struct Shut {
    pub title: &'static str,
    pub text: &'static str,
}
