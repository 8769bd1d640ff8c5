//! A person's base role, and until when an expert is let in.
use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::member::Member;
use super::until::{Grant, last_day};
use crate::access::Role;
use crate::form::FieldErrors;
use crate::values::MemberId;

/// Why the only owner stays what he is.
pub const LAST_OWNER: &str = "Это единственный собственник: без него решать будет некому. Сначала сделайте \
    собственником другого человека, который входит в Маяк";

/// The form as typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct RoleForm {
    pub role: String,
    pub access_until: String,
    pub row_version: i32,
}

/// What may be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoleDraft {
    pub role: Role,
    pub access_until: Option<DateTime<Utc>>,
}

impl RoleForm {
    pub fn of(member: &Member, zone: chrono_tz::Tz) -> Self {
        let until = member.access_until.map(|until| last_day(until, zone).to_string());
        Self {
            role: member.role.code().into(),
            access_until: until.unwrap_or_default(),
            row_version: member.row_version,
        }
    }

    /// `heads`: the names of the departments the person heads or will head. `has_owner`: an expert names the owner of a company
    /// that has none.
    pub fn check(
        &self,
        member: &Member,
        (by, as_role): (MemberId, Role),
        (heads, has_owner): (&[String], bool),
        grant: Grant,
    ) -> Result<RoleDraft, FieldErrors> {
        let mut errors = FieldErrors::default();
        let offered = Role::ALL.map(|role| (role.code(), role));
        let role = errors.one_of("role", &self.role, &offered).unwrap_or(member.role);
        let is_about_owner = role == Role::Owner || member.role == Role::Owner;
        if member.id == by && as_role != Role::Owner {
            errors.add("role", "Свою роль не меняют: попросите собственника");
        } else if is_about_owner && as_role != Role::Owner && has_owner {
            errors.add("role", "Собственника назначает и снимает только собственник");
        } else if role == Role::Owner && !member.has_sign_in {
            errors.add("role", "Собственник должен входить в Маяк — сначала пригласите человека");
        } else if !heads.is_empty() && !matches!(role, Role::Head | Role::Owner) {
            let text = format!(
                "Сначала назначьте другого руководителя. Сейчас этот человек ведёт: {}",
                heads.join(", ")
            );
            errors.add("role", text);
        }
        let access_until = grant.check(&mut errors, role, &self.access_until);
        errors.or(RoleDraft { role, access_until })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::company::member::tests::petrov;
    use uuid::Uuid;

    fn check(
        member: &Member,
        role: &str,
        by: (u128, Role),
        heads: &[String],
    ) -> Result<RoleDraft, FieldErrors> {
        let form =
            RoleForm { role: role.into(), access_until: "2026-12-31".into(), row_version: 1 };
        let (zone, today) = (chrono_tz::Tz::Europe__Moscow, "2026-11-18".parse().unwrap());
        let grant = Grant { zone, today, longest: None };
        form.check(member, (MemberId(Uuid::from_u128(by.0)), by.1), (heads, true), grant)
    }

    #[test]
    fn only_an_owner_makes_and_unmakes_owners_and_they_sign_in() {
        let owner = Member { role: Role::Owner, has_sign_in: true, ..petrov() };
        assert!(check(&owner, "partner", (1, Role::Owner), &[]).is_ok());
        assert!(check(&owner, "partner", (1, Role::Expert), &[]).is_err());
        assert!(check(&owner, "partner", (7, Role::Owner), &[]).is_ok(), "of oneself");
        let manager = Member { has_sign_in: true, ..petrov() };
        assert!(check(&manager, "owner", (1, Role::Owner), &[]).is_ok());
        assert!(check(&manager, "owner", (1, Role::Expert), &[]).is_err());
        assert!(check(&petrov(), "owner", (1, Role::Owner), &[]).is_err(), "no sign-in");
    }

    #[test]
    fn an_expert_names_the_owner_where_there_is_none_and_never_himself() {
        let (zone, today) = (chrono_tz::Tz::Europe__Moscow, "2026-11-18".parse().unwrap());
        let grant = Grant { zone, today, longest: None };
        let form = RoleForm { role: "owner".into(), ..RoleForm::default() };
        let by = |id| (MemberId(Uuid::from_u128(id)), Role::Expert);
        let manager = Member { has_sign_in: true, ..petrov() };
        assert!(form.check(&manager, by(1), (&[], false), grant).is_ok());
        assert!(form.check(&manager, by(7), (&[], false), grant).is_err(), "himself");
    }

    #[test]
    fn an_expert_changes_others_and_never_himself_and_comes_for_a_while() {
        assert!(check(&petrov(), "head", (1, Role::Expert), &[]).is_ok());
        assert!(check(&petrov(), "head", (7, Role::Expert), &[]).is_err());
        assert!(check(&petrov(), "expert", (1, Role::Owner), &[]).unwrap().access_until.is_some());
        assert_eq!(check(&petrov(), "head", (1, Role::Owner), &[]).unwrap().access_until, None);
    }

    #[test]
    fn one_who_heads_gives_the_department_up_first_and_no_role_is_invented() {
        let head = Member { role: Role::Head, ..petrov() };
        let refused = check(&head, "manager", (1, Role::Owner), &["Опт".into()]).unwrap_err();
        assert!(refused.on("role").unwrap().contains("Опт"));
        assert!(check(&head, "owner", (1, Role::Owner), &["Опт".into()]).is_err(), "no sign-in");
        for invented in ["", "boss", "Owner"] {
            assert!(check(&head, invented, (1, Role::Owner), &[]).is_err(), "{invented}");
        }
    }
}
