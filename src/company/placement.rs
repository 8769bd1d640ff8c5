//! In which department a person is since when: a move from a day on, or another day for a move that was.
use chrono::NaiveDate;
use serde::Deserialize;

use super::department::Department;
use super::member::{Member, sane_day};
use super::timeline::Timeline;
use crate::form::FieldErrors;
use crate::values::DepartmentId;
use crate::values::russian::numeric_date;

/// «Without a department», as the form sends it.
pub const NOWHERE: &str = "none";

/// The form as typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct MoveForm {
    pub department: String,
    pub from_on: String,
    /// The day of the row that is corrected; empty for a move.
    pub was: String,
    pub row_version: i32,
}

/// What a move is held against.
#[derive(Debug)]
pub struct Ground<'a> {
    pub member: &'a Member,
    pub history: &'a Timeline<DepartmentId>,
    /// Where to: all departments in use, or those the mover heads.
    pub offered: &'a [Department],
    /// The departments the mover heads, for one who may move only within them.
    pub own: Option<&'a [DepartmentId]>,
    pub today: NaiveDate,
}

impl MoveForm {
    pub fn blank(today: NaiveDate) -> Self {
        Self { from_on: today.to_string(), ..Self::default() }
    }

    /// Another day for the row of `was`.
    pub fn correcting(was: NaiveDate) -> Self {
        let was = was.to_string();
        Self { from_on: was.clone(), was, ..Self::default() }
    }

    pub fn is_correction(&self) -> bool {
        !self.was.is_empty()
    }

    /// The person's departments as they are to be.
    pub fn check(&self, ground: &Ground<'_>) -> Result<Timeline<DepartmentId>, FieldErrors> {
        let mut errors = FieldErrors::default();
        let day = sane_day(&mut errors, "from_on", &self.from_on, ground.today);
        if let Some(left) = ground.member.dismissed_on.filter(|left| *left <= day) {
            let text = format!("Не работает с {} — выберите день раньше", numeric_date(left));
            errors.add("from_on", text);
        }
        let moved = if self.is_correction() {
            self.corrected(&mut errors, ground, day)
        } else {
            self.moved(&mut errors, ground, day)
        };
        errors.or(moved)
    }

    fn corrected(
        &self,
        errors: &mut FieldErrors,
        ground: &Ground<'_>,
        day: NaiveDate,
    ) -> Timeline<DepartmentId> {
        let was = self.was.parse().ok().filter(|_| ground.own.is_none());
        let corrected = was.and_then(|was| ground.history.with_day_corrected(was, day));
        if corrected.is_none() && errors.is_empty() {
            errors.add("from_on", "Нужен день позже предыдущей строки истории и раньше следующей");
        }
        corrected.unwrap_or_else(|| ground.history.clone())
    }

    fn moved(
        &self,
        errors: &mut FieldErrors,
        ground: &Ground<'_>,
        day: NaiveDate,
    ) -> Timeline<DepartmentId> {
        let target = self.target(errors, ground);
        let there = ground.history.on(day);
        if errors.is_empty() && there == target {
            let since = ground.history.since(day).map(numeric_date);
            let since = since.map_or_else(String::new, |since| format!(" с {since}"));
            errors.add("department", format!("В этот день так и есть{since}"));
        } else if errors.is_empty() && !ground.is_own(there) {
            errors.add("from_on", "В этот день человек был не в вашем отделе");
        }
        ground.history.with(day, target)
    }

    fn target(&self, errors: &mut FieldErrors, ground: &Ground<'_>) -> Option<DepartmentId> {
        if self.department == NOWHERE && ground.own.is_none() {
            return None;
        }
        let found = ground.offered.iter().find(|one| one.id.to_string() == self.department);
        if found.is_none() {
            errors.add("department", "Выберите отдел из списка");
        }
        found.map(|department| department.id)
    }
}

impl Ground<'_> {
    fn is_own(&self, department: Option<DepartmentId>) -> bool {
        self.own.is_none_or(|own| department.is_some_and(|id| own.contains(&id)))
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

    fn id(of: u128) -> DepartmentId {
        DepartmentId(Uuid::from_u128(of))
    }

    fn offered() -> Vec<Department> {
        [1, 2].map(|of| Department { id: id(of), name: format!("Отдел {of}") }).into()
    }

    fn history() -> Timeline<DepartmentId> {
        Timeline::new(vec![(day("2020-01-01"), Some(id(1))), (day("2026-10-01"), Some(id(2)))])
    }

    fn check(
        form: &MoveForm,
        own: Option<&[DepartmentId]>,
    ) -> Result<Timeline<DepartmentId>, FieldErrors> {
        let (member, history, offered) = (petrov(), history(), offered());
        let today = day("2026-11-18");
        form.check(&Ground { member: &member, history: &history, offered: &offered, own, today })
    }

    fn to(department: &str, from_on: &str) -> MoveForm {
        let (department, from_on) = (department.to_owned(), from_on.to_owned());
        MoveForm { department, from_on, ..MoveForm::default() }
    }

    #[test]
    fn a_person_moves_from_a_day_on_and_leaves() {
        let moved = check(&to(&id(1).to_string(), "2026-11-18"), None).unwrap();
        assert_eq!(moved.on(day("2026-11-17")), Some(id(2)));
        assert_eq!(moved.on(day("2026-11-18")), Some(id(1)));
        let left = check(&to(NOWHERE, "2026-11-18"), None).unwrap();
        assert_eq!(left.on(day("2026-11-18")), None);
    }

    #[test]
    fn a_move_to_where_he_is_to_nowhere_known_or_on_no_day_is_refused() {
        for (department, from_on, field) in [
            (id(2).to_string(), "2026-11-18", "department"),
            (id(9).to_string(), "2026-11-18", "department"),
            (String::new(), "2026-11-18", "department"),
            (id(1).to_string(), "31.02.2026", "from_on"),
            (id(1).to_string(), "1999-12-31", "from_on"),
        ] {
            let refused = check(&to(&department, from_on), None).unwrap_err();
            assert!(refused.on(field).is_some(), "{department} {from_on}");
        }
    }

    #[test]
    fn a_head_moves_within_the_own_departments_and_never_their_past() {
        let own = [id(1), id(2)];
        assert!(check(&to(&id(1).to_string(), "2026-11-18"), Some(&own)).is_ok());
        assert!(check(&to(NOWHERE, "2026-11-18"), Some(&own)).is_err());
        let taken = check(&to(&id(2).to_string(), "2025-01-01"), Some(&own[1..])).unwrap_err();
        assert!(taken.on("from_on").unwrap().contains("не в вашем отделе"));
        let corrected =
            MoveForm { from_on: "2026-09-01".into(), ..MoveForm::correcting(day("2026-10-01")) };
        assert!(check(&corrected, Some(&own)).is_err());
        assert!(check(&corrected, None).is_ok());
    }

    #[test]
    fn a_dismissed_person_moves_no_more() {
        let (member, history, offered) =
            (Member { dismissed_on: Some(day("2026-11-10")), ..petrov() }, history(), offered());
        let ground = Ground {
            member: &member,
            history: &history,
            offered: &offered,
            own: None,
            today: day("2026-11-18"),
        };
        let refused = to(&id(1).to_string(), "2026-11-18").check(&ground).unwrap_err();
        assert!(refused.on("from_on").unwrap().contains("10.11.2026"));
    }
}
