//! Who heads a department since when: the РОП, or an owner where there is none.
use chrono::NaiveDate;
use serde::Deserialize;

use super::member::{Member, sane_day};
use super::placement::NOWHERE;
use super::timeline::Timeline;
use crate::access::Role;
use crate::form::FieldErrors;
use crate::values::MemberId;
use crate::values::russian::numeric_date;

/// The form as typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct HeadForm {
    pub member: String,
    pub from_on: String,
    pub row_version: i32,
}

/// Whom a department may be given to.
pub fn may_head(member: &Member) -> bool {
    matches!(member.role, Role::Head | Role::Owner)
}

impl HeadForm {
    pub fn blank(today: NaiveDate) -> Self {
        Self { from_on: today.to_string(), ..Self::default() }
    }

    /// Who heads from which day on. `began` is the company's first day in Маяк.
    pub fn check(
        &self,
        history: &Timeline<MemberId>,
        people: &[Member],
        (began, today): (NaiveDate, NaiveDate),
    ) -> Result<(NaiveDate, Option<MemberId>), FieldErrors> {
        let mut errors = FieldErrors::default();
        let day = sane_day(&mut errors, "from_on", &self.from_on, today);
        if errors.is_empty() && day < began {
            let text = format!("Учёт в компании начат {} — не раньше", numeric_date(began));
            errors.add("from_on", text);
        }
        let head = self.head(&mut errors, people, day);
        if errors.is_empty() && history.on(day) == head {
            errors.add("member", "В этот день так и есть");
        }
        errors.or((day, head))
    }

    fn head(
        &self,
        errors: &mut FieldErrors,
        people: &[Member],
        day: NaiveDate,
    ) -> Option<MemberId> {
        if self.member == NOWHERE {
            return None;
        }
        let found = people.iter().find(|person| person.id.to_string() == self.member);
        match found {
            None => errors.add("member", "Выберите человека из списка"),
            Some(person) if person.is_dismissed(day) => {
                errors.add("member", "К этому дню человек уже не работает");
            }
            Some(person) if !may_head(person) => {
                errors.add("member", "Руководит РОП или собственник — сначала смените роль");
            }
            Some(_) => {}
        }
        found.map(|person| person.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::company::member::tests::petrov;
    use uuid::Uuid;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn sokolova() -> Member {
        Member { id: MemberId(Uuid::from_u128(9)), role: Role::Head, ..petrov() }
    }

    fn check(member: &str, from_on: &str) -> Result<(NaiveDate, Option<MemberId>), FieldErrors> {
        let gone = Member {
            id: MemberId(Uuid::from_u128(10)),
            dismissed_on: Some(day("2026-11-01")),
            ..sokolova()
        };
        let owner = Member { id: MemberId(Uuid::from_u128(11)), role: Role::Owner, ..petrov() };
        let history = Timeline::new(vec![(day("2026-06-01"), Some(sokolova().id))]);
        let form = HeadForm { member: member.into(), from_on: from_on.into(), row_version: 1 };
        let days = (day("2026-03-01"), day("2026-11-18"));
        form.check(&history, &[petrov(), sokolova(), gone, owner], days)
    }

    #[test]
    fn an_owner_takes_a_department_over_and_gives_it_up() {
        let owner = Uuid::from_u128(11).to_string();
        assert!(matches!(check(&owner, "2026-11-18"), Ok((_, Some(_)))));
        assert!(matches!(check(NOWHERE, "2026-11-18"), Ok((_, None))));
    }

    #[test]
    fn a_seller_one_who_left_and_a_day_before_the_company_are_refused() {
        for (member, from_on, field) in [
            (7, "2026-11-18", "member"),
            (10, "2026-11-18", "member"),
            (99, "2026-11-18", "member"),
            (9, "2026-11-18", "member"),
            (9, "2026-02-28", "from_on"),
            (11, "31.02.2026", "from_on"),
        ] {
            let refused = check(&Uuid::from_u128(member).to_string(), from_on).unwrap_err();
            assert!(refused.on(field).is_some(), "{member} {from_on}");
        }
    }
}
