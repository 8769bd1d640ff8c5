//! Who stands before an invitation, and what is said at one that opens nothing.
use chrono::{DateTime, NaiveDate, Utc};

use crate::company::Standing;
use crate::invitation::State;

/// Who opened the link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Guest {
    /// Not signed in.
    Unknown,
    /// Signed in and not in the company: may come in at one press.
    Known { email: String },
    /// In the company already: the link is for somebody else.
    Here { role: &'static str },
    /// Was dismissed: only the company takes him back.
    Left,
    /// An expert whose time is over.
    Late,
}

impl Guest {
    /// One who is signed in, by how he stands in the company.
    pub fn of(
        standing: Option<&Standing>,
        email: String,
        today: NaiveDate,
        now: DateTime<Utc>,
    ) -> Self {
        match standing {
            None => Self::Known { email },
            Some(one) if one.dismissed_on.is_some_and(|day| day <= today) => Self::Left,
            Some(one) if one.access_until.is_some_and(|until| until <= now) => Self::Late,
            Some(one) => Self::Here { role: one.role.name() },
        }
    }
}

/// Title and text of a link that opens nothing; the same for all that were never given out.
pub fn shut(state: Option<State>) -> (&'static str, &'static str) {
    match state {
        None => (
            "Такой ссылки нет",
            "Проверьте, что адрес скопирован целиком. Если не поможет, попросите новую ссылку у того, кто вас пригласил.",
        ),
        Some(State::Used) => (
            "По этой ссылке уже вошли",
            "Она работает один раз. Если это были вы — войдите с вашей почтой и паролем. Если не вы — сразу скажите \
             тому, кто вас пригласил.",
        ),
        Some(State::Revoked) => (
            "Приглашение отозвано",
            "Его отменили или заменили новой ссылкой. Попросите её у того, кто вас пригласил.",
        ),
        Some(State::Expired) => (
            "Срок ссылки вышел",
            "Ссылка ждёт семь дней. Попросите новую у того, кто вас пригласил: это одна кнопка.",
        ),
        Some(State::Open | State::Unbacked | State::Void) => (
            "Приглашение больше не действует",
            "В компании с тех пор что-то изменилось. Попросите новую ссылку у собственника или руководителя отдела.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::Role;
    use crate::values::MemberId;

    #[test]
    fn one_who_left_or_whose_time_is_over_does_not_come_back_by_a_link() {
        let (today, now) = ("2026-11-18".parse().unwrap(), DateTime::UNIX_EPOCH);
        let here = Standing {
            member: MemberId(uuid::Uuid::from_u128(1)),
            role: Role::Manager,
            dismissed_on: None,
            access_until: None,
        };
        let guest = |standing: &Standing| Guest::of(Some(standing), String::new(), today, now);
        assert_eq!(guest(&here), Guest::Here { role: "менеджер" });
        assert_eq!(guest(&Standing { dismissed_on: Some(today), ..here.clone() }), Guest::Left);
        assert_eq!(guest(&Standing { access_until: Some(now), ..here }), Guest::Late);
        let known = Guest::Known { email: "a@b.ru".into() };
        assert_eq!(Guest::of(None, "a@b.ru".into(), today, now), known);
    }
}
