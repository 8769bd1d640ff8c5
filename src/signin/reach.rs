//! Whose sign-in one may help with: a link for a new password opens everything that sign-in opens.
use chrono::{DateTime, NaiveDate, Utc};

use crate::access::{Actor, Role};
use crate::company::Member;
use crate::values::{MemberId, PersonId};

/// What is known of a member's sign-in.
#[derive(Debug, Clone)]
pub struct SignIn {
    pub member: MemberId,
    pub person: PersonId,
    pub email: String,
    /// Whether it opens another company too, or the server's own pages.
    pub is_elsewhere: bool,
    /// Whether the member heads a department.
    pub heads: bool,
    pub has_second_factor: bool,
    pub link: Option<OpenLink>,
}

/// A link that still holds.
#[derive(Debug, Clone)]
pub struct OpenLink {
    pub hash: Vec<u8>,
    pub ends_at: DateTime<Utc>,
}

/// The rule, as pages say it.
pub const RULE: &str =
    "Помочь можно тому, чей вход открывает только вашу компанию: за чужую вы решать не вправе.";

/// Whether `actor` may help this member: the owner everybody, a head the managers of the departments headed who head
/// nobody themselves; nobody himself, for a new password of one's own asks for the old one.
pub fn reaches(actor: &Actor, member: &Member, sign_in: &SignIn, today: NaiveDate) -> bool {
    let is_there = member.id != actor.member && !member.is_dismissed(today);
    is_there
        && match actor.role {
            Role::Owner => true,
            Role::Head => {
                member.role == Role::Manager && !sign_in.heads && member.is_within(&actor.scope())
            }
            Role::Partner | Role::Manager | Role::Expert | Role::Accountant => false,
        }
}

impl SignIn {
    /// Why nothing can be done here; none when it can.
    pub fn refusal(&self) -> Option<&'static str> {
        self.is_elsewhere.then_some(
            "Вход этого человека открывает не только вашу компанию, поэтому здесь его не изменить. Пусть сменит пароль сам \
             на странице «Мой вход»; если не может войти — поможет владелец сервера командой mayak reset-link.",
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::SecondFactor;
    use crate::values::{CompanyId, DepartmentId};
    use chrono::NaiveTime;
    use uuid::Uuid;

    fn actor(role: Role) -> Actor {
        Actor {
            person: PersonId(Uuid::from_u128(1)),
            company: CompanyId(Uuid::from_u128(2)),
            company_name: "Наша".into(),
            member: MemberId(Uuid::from_u128(3)),
            name: "Орлов".into(),
            role,
            sells: false,
            heads: vec![DepartmentId(Uuid::from_u128(4))],
            zone: chrono_tz::Europe::Moscow,
            day_closes_at: NaiveTime::MIN,
            companies: 1,
            second_factor: SecondFactor::Off,
            has_owner: true,
            leads: false,
            deleted_on: None,
            revision: 0,
        }
    }

    fn member(role: Role, department: u128) -> Member {
        Member {
            id: MemberId(Uuid::from_u128(7)),
            name: "Петров И.".into(),
            external_id: None,
            role,
            sells: true,
            department: Some(DepartmentId(Uuid::from_u128(department))),
            department_from: None,
            dismissed_on: None,
            access_until: None,
            has_sign_in: true,
            row_version: 1,
        }
    }

    fn sign_in() -> SignIn {
        SignIn {
            member: MemberId(Uuid::from_u128(7)),
            person: PersonId(Uuid::from_u128(8)),
            email: "petrov@firma.example".into(),
            is_elsewhere: false,
            heads: false,
            has_second_factor: false,
            link: None,
        }
    }

    fn today() -> NaiveDate {
        "2026-11-18".parse().unwrap()
    }

    #[test]
    fn a_head_helps_managers_of_the_own_department_only() {
        let head = actor(Role::Head);
        let helps = |member: Member| reaches(&head, &member, &sign_in(), today());
        assert!(helps(member(Role::Manager, 4)));
        assert!(!helps(member(Role::Manager, 5)), "another department");
        assert!(!helps(member(Role::Accountant, 4)) && !helps(member(Role::Owner, 4)));
        let leads = SignIn { heads: true, ..sign_in() };
        assert!(!reaches(&head, &member(Role::Manager, 4), &leads, today()));
    }

    #[test]
    fn the_owner_helps_everybody_who_works_but_not_himself() {
        let owner = actor(Role::Owner);
        for role in Role::ALL {
            assert!(reaches(&owner, &member(role, 5), &sign_in(), today()));
        }
        let gone = Member { dismissed_on: Some(today()), ..member(Role::Manager, 4) };
        assert!(!reaches(&owner, &gone, &sign_in(), today()));
        let himself = Member { id: owner.member, ..member(Role::Owner, 4) };
        assert!(!reaches(&owner, &himself, &sign_in(), today()));
    }

    #[test]
    fn others_help_nobody() {
        for role in [Role::Partner, Role::Manager, Role::Expert, Role::Accountant] {
            assert!(!reaches(&actor(role), &member(Role::Manager, 4), &sign_in(), today()));
        }
    }

    #[test]
    fn a_sign_in_of_two_companies_is_neithers_to_renew() {
        assert!(sign_in().refusal().is_none());
        assert!(SignIn { is_elsewhere: true, ..sign_in() }.refusal().is_some());
    }
}
