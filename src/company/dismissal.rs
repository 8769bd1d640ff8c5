//! The end of a person's work here: nothing of the past changes.

use chrono::NaiveDate;
use serde::Deserialize;

use super::member::{Member, sane_day};
use crate::access::{Actor, Role};
use crate::form::FieldErrors;
use crate::values::MemberId;

/// The form as typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct DismissalForm {
    pub day: String,
    /// Who gets the clients; «nobody»: they stay for now.
    pub heir: String,
    pub row_version: i32,
}

impl DismissalForm {
    pub fn blank(today: NaiveDate) -> Self {
        Self { day: today.to_string(), ..Self::default() }
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

    /// Who gets the clients, among those offered; asked only when there are clients. `None`: nobody for now.
    pub fn heir(
        &self,
        has_clients: bool,
        offered: &[Heir],
    ) -> Result<Option<MemberId>, FieldErrors> {
        if !has_clients || self.heir == NOBODY {
            return Ok(None);
        }
        let found = offered.iter().find(|heir| heir.0.to_string() == self.heir);
        let why = "Выберите, кому передать клиентов, или «пока никому»";
        found.map(|heir| Some(heir.0)).ok_or_else(|| FieldErrors::one("heir", why))
    }
}

/// Somebody who may get clients, with the name.
pub type Heir = (MemberId, String);

/// Clients stay for now with who leaves.
pub const NOBODY: &str = "nobody";

/// Those who work on and sell or head: of a head's own people when a head dismisses.
pub fn heirs(people: &[Member], gone: MemberId, actor: &Actor, today: NaiveDate) -> Vec<Heir> {
    let is_offered = |person: &&Member| {
        let may = person.id == actor.member || actor.sees_all() || person.is_for(actor);
        let works = !person.is_dismissed(today) && (person.sells || person.role == Role::Head);
        person.id != gone && may && works
    };
    people.iter().filter(is_offered).map(|person| (person.id, person.name.clone())).collect()
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
        let offered = [(member(2).id, "Белова А.".to_owned())];
        let to = |heir: &str| DismissalForm { heir: heir.into(), ..form.clone() };
        assert_eq!(form.heir(false, &offered), Ok(None));
        assert!(form.heir(true, &offered).is_err() && to("x").heir(true, &offered).is_err());
        assert_eq!(to(NOBODY).heir(true, &offered), Ok(None));
        assert_eq!(to(&member(2).id.to_string()).heir(true, &offered), Ok(Some(member(2).id)));
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
