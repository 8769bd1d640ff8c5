//! A letter and where it stands.
use std::str::FromStr;

use chrono::NaiveDate;
use uuid::Uuid;

use super::Refusal;
use crate::values::{CompanyId, PersonId};

/// What letters there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Asks somebody into a company; its subject is the invitation.
    Invitation,
    /// A link for a new password.
    Reset,
    /// Asks whether an address is its person's.
    Confirmation,
    /// The day is not closed; its subject is the member.
    DayReminder,
}

impl Kind {
    pub const ALL: [Self; 4] =
        [Self::Invitation, Self::Reset, Self::Confirmation, Self::DayReminder];

    /// As it stands in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::Reset => "reset",
            Self::Confirmation => "confirmation",
            Self::DayReminder => "day_reminder",
        }
    }
}

impl FromStr for Kind {
    type Err = String;
    fn from_str(code: &str) -> Result<Self, String> {
        let kind = Self::ALL.into_iter().find(|kind| kind.code() == code);
        kind.ok_or_else(|| format!("unknown kind of letter {code:?}"))
    }
}

/// A letter to be.
#[derive(Debug, Clone)]
pub struct NewLetter {
    pub kind: Kind,
    pub address: String,
    pub person: Option<PersonId>,
    pub subject: Option<Uuid>,
    pub day: Option<NaiveDate>,
    /// Of several with the same key in one company one is written.
    pub dedupe_key: Option<String>,
}

impl NewLetter {
    pub fn new(kind: Kind, address: impl Into<String>) -> Self {
        let address = address.into();
        Self { kind, address, person: None, subject: None, day: None, dedupe_key: None }
    }
}

/// A letter that is to be sent or was.
#[derive(Debug, Clone)]
pub struct Letter {
    pub id: Uuid,
    pub company: Option<CompanyId>,
    pub kind: Kind,
    pub address: String,
    pub person: Option<PersonId>,
    pub subject: Option<Uuid>,
    pub day: Option<NaiveDate>,
    pub made_at: chrono::DateTime<chrono::Utc>,
    pub state: State,
}

/// Where a letter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    Waiting,
    Sent,
    /// The addressee's server does not take it.
    Refused,
    /// No server could be reached for hours.
    Failed,
    /// By the time it was to be sent it had nothing to say.
    Dropped,
}

impl State {
    pub const ALL: [Self; 5] =
        [Self::Waiting, Self::Sent, Self::Refused, Self::Failed, Self::Dropped];

    /// As it stands in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sent => "sent",
            Self::Refused => "refused",
            Self::Failed => "failed",
            Self::Dropped => "dropped",
        }
    }
}

impl FromStr for State {
    type Err = String;
    fn from_str(code: &str) -> Result<Self, String> {
        let state = Self::ALL.into_iter().find(|state| state.code() == code);
        state.ok_or_else(|| format!("unknown state of a letter {code:?}"))
    }
}

/// What has become of a letter, for whoever asked for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Delivery {
    pub state: State,
    pub refusal: Option<Refusal>,
}

impl Delivery {
    /// As they stand in the database.
    pub fn read(state: &str, refusal: Option<&str>) -> Result<Self, String> {
        let refusal = refusal.map(str::parse).transpose()?;
        Ok(Self { state: state.parse()?, refusal })
    }

    /// «Письмо не доставлено: такого ящика нет»
    pub fn words(self) -> String {
        match (self.state, self.refusal) {
            (State::Waiting, _) => "Письмо отправляется".into(),
            (State::Sent, _) => "Письмо отправлено".into(),
            (State::Refused, Some(refusal)) => format!("Письмо не доставлено: {}", refusal.words()),
            (State::Refused | State::Failed, _) => {
                "Письмо не доставлено: почта не отвечает. Отправьте ссылку сами".into()
            }
            (State::Dropped, _) => "Письмо не отправлено: приглашение уже не действует".into(),
        }
    }

    pub fn is_bad(self) -> bool {
        matches!(self.state, State::Refused | State::Failed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_said_in_words() {
        let refused = Delivery::read("refused", Some("no_box")).unwrap();
        assert_eq!(refused.words(), "Письмо не доставлено: такого ящика нет");
        assert!(refused.is_bad() && !Delivery::read("sent", None).unwrap().is_bad());
        assert!(Delivery::read("flown", None).is_err());
    }
}
