//! The end of a person's work here: nothing of the past changes.

use chrono::NaiveDate;
use serde::Deserialize;

use super::member::{Member, sane_day};
use crate::access::Role;
use crate::form::FieldErrors;
use crate::values::MemberId;

/// The form as typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct DismissalForm {
    pub day: String,
    pub row_version: i32,
}

impl DismissalForm {
    pub fn blank(today: NaiveDate) -> Self {
        Self { day: today.to_string(), row_version: 0 }
    }

    /// The first day without the person. Nobody dismisses himself: he could not come back.
    pub fn check(
        &self,
        member: &Member,
        (by, role): (MemberId, Role),
        today: NaiveDate,
    ) -> Result<NaiveDate, FieldErrors> {
        let mut errors = FieldErrors::default();
        let day = sane_day(&mut errors, "day", &self.day, today);
        if member.id == by {
            errors
                .add("day", "Себя уволить нельзя: закроется вход. Попросите другого собственника");
        } else if member.role == Role::Owner && role != Role::Owner {
            errors.add("day", "Собственника увольняет только собственник");
        }
        errors.or(day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::company::member::tests::petrov;
    use uuid::Uuid;

    fn member(id: u128) -> Member {
        Member { id: MemberId(Uuid::from_u128(id)), ..petrov() }
    }

    #[test]
    fn a_dismissal_has_a_day_and_is_never_of_oneself() {
        let today: NaiveDate = "2026-11-18".parse().unwrap();
        let form = DismissalForm::blank(today);
        assert_eq!(form.check(&member(1), (member(2).id, Role::Expert), today), Ok(today));
        assert!(form.check(&member(1), (member(1).id, Role::Owner), today).is_err());
        let owner = Member { role: Role::Owner, ..member(1) };
        assert!(form.check(&owner, (member(2).id, Role::Expert), today).is_err());
        assert!(form.check(&owner, (member(2).id, Role::Owner), today).is_ok());
        let empty = DismissalForm::default();
        assert!(
            empty
                .check(&member(1), (member(2).id, Role::Owner), today)
                .unwrap_err()
                .on("day")
                .is_some()
        );
    }
}
