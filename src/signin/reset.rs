//! A one-time link by which a person sets a new password: how long it holds and where it stands.
use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;

use super::password;
use super::session::REPEATED_WITHIN;
use crate::form::FieldErrors;
use crate::values::PersonId;

/// How long a link made on a page holds: the person may not be at work before tomorrow.
pub const LASTS: TimeDelta = TimeDelta::hours(24);

/// How long after its end a link is remembered: its person is told who made the one by which the password was set.
pub const LINKS_KEPT: TimeDelta = TimeDelta::days(30);

/// A link as it is kept: its secret is in the link alone.
#[derive(Debug, Clone)]
pub struct Link {
    pub person: PersonId,
    pub name: String,
    pub email: String,
    pub ends_at: DateTime<Utc>,
    pub revoked_at: Option<DateTime<Utc>>,
    pub used_at: Option<DateTime<Utc>>,
    /// Whether the sign-in opens another company than the one that made the link.
    pub is_elsewhere: bool,
    /// Whether the one who made it has left: nobody keeps a way in behind him.
    pub is_makers_gone: bool,
    /// Whether the second factor goes with the old password.
    pub lifts_second_factor: bool,
}

/// Where a link stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkState {
    Open,
    Unknown,
    Used,
    Expired,
    /// A newer one was made, the password was changed otherwise, or its maker has left.
    Revoked,
    /// The person has joined another company since: one company does not decide for two.
    Elsewhere,
}

impl Link {
    pub fn state(&self, now: DateTime<Utc>) -> LinkState {
        if self.used_at.is_some() {
            LinkState::Used
        } else if self.revoked_at.is_some() || self.is_makers_gone {
            LinkState::Revoked
        } else if now >= self.ends_at {
            LinkState::Expired
        } else if self.is_elsewhere {
            LinkState::Elsewhere
        } else {
            LinkState::Open
        }
    }

    /// Whether the form that used it may be coming a second time: a double click, or the answer was lost.
    pub fn is_just_used(&self, now: DateTime<Utc>) -> bool {
        self.used_at.is_some_and(|at| now - at < REPEATED_WITHIN)
    }
}

impl LinkState {
    /// What it means to the person who has come with the link, and what to do.
    pub const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Open => ("Ссылка действует", "Задайте новый пароль."),
            Self::Unknown => (
                "Ссылка не подошла",
                "Скорее всего, она скопирована не целиком. Откройте её ещё раз из сообщения или попросите новую.",
            ),
            Self::Used => (
                "По этой ссылке пароль уже задан",
                "Ссылка одноразовая. Войдите с новым паролем. Если задавали его не вы, сразу скажите тому, кто прислал \
                 ссылку, и попросите новую.",
            ),
            Self::Expired => ("Срок ссылки вышел", "Попросите новую у того, кто прислал эту."),
            Self::Revoked => (
                "Эта ссылка больше не действует",
                "С тех пор сделана новая ссылка или пароль сменили иначе. Возьмите последнюю из присланных или попросите новую.",
            ),
            Self::Elsewhere => (
                "По этой ссылке пароль не сменить",
                "С тех пор ваш вход стал открывать и другую компанию, а за неё тот, кто прислал ссылку, решать не вправе. \
                 Если пароль забыт, обратитесь к владельцу сервера Маяка.",
            ),
        }
    }
}

/// As typed; a password is never shown again.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ResetForm {
    pub link: String,
    pub new: String,
    pub again: String,
}

impl ResetForm {
    pub fn check(&self, personal: &[&str]) -> Result<(), FieldErrors> {
        let mut errors = FieldErrors::default();
        password::check_twice(&mut errors, &self.new, &self.again, personal);
        errors.or(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn link() -> Link {
        Link {
            person: PersonId(Uuid::from_u128(1)),
            name: "Анна".into(),
            email: "anna@firma.example".into(),
            ends_at: at(60),
            revoked_at: None,
            used_at: None,
            is_elsewhere: false,
            is_makers_gone: false,
            lifts_second_factor: false,
        }
    }

    fn at(minute: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_780_000_000 + minute * 60, 0).unwrap()
    }

    #[test]
    fn a_link_opens_until_its_end_and_once() {
        assert_eq!(link().state(at(59)), LinkState::Open);
        assert_eq!(link().state(at(60)), LinkState::Expired);
        let used = Link { used_at: Some(at(5)), ..link() };
        assert_eq!(used.state(at(90)), LinkState::Used, "what happened, not that it is late");
        let revoked = Link { revoked_at: Some(at(5)), ..link() };
        assert_eq!(revoked.state(at(6)), LinkState::Revoked);
    }

    #[test]
    fn a_link_of_one_company_does_not_open_two() {
        let torn = Link { is_elsewhere: true, ..link() };
        assert_eq!(torn.state(at(1)), LinkState::Elsewhere);
    }
}
