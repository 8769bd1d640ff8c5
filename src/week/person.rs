//! Somebody who may stand on a department's week.

use chrono::NaiveDate;

use crate::closing::{Place, place};
use crate::report::evidence::UNCOVERED;
use crate::values::{DepartmentId, MemberId, WeekPart};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    pub id: MemberId,
    pub name: String,
    /// Whether plan and facts of the person are a part of the department's.
    pub sells: bool,
    /// The first day without this person.
    pub dismissed_on: Option<NaiveDate>,
    /// Moves between departments, the earliest first.
    pub places: Vec<Place>,
}

impl Person {
    /// Who stands for what of a plan no person carries.
    pub fn nobody() -> Self {
        Self {
            id: MemberId::NOBODY,
            name: UNCOVERED.into(),
            sells: true,
            dismissed_on: None,
            places: vec![(NaiveDate::MAX, None)],
        }
    }

    /// Whose numbers in a plan these are.
    pub fn carrier(&self) -> Option<MemberId> {
        Some(self.id).filter(|id| !id.is_nobody())
    }

    /// Whether the person works in the department on the day.
    pub fn is_in(&self, department: DepartmentId, day: NaiveDate) -> bool {
        !self.is_gone(day) && self.has_come(day) && place(&self.places, day) == Some(department)
    }

    /// Whether the person works in the department on any day of the part.
    pub fn is_seen(&self, department: DepartmentId, part: WeekPart) -> bool {
        part.days().any(|day| self.is_in(department, day))
    }

    pub fn is_gone(&self, day: NaiveDate) -> bool {
        self.dismissed_on.is_some_and(|gone| gone <= day)
    }

    /// Before the first known department nobody is expected to have done anything.
    pub fn has_come(&self, day: NaiveDate) -> bool {
        self.places.first().is_none_or(|(from, _)| *from <= day)
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use uuid::Uuid;

    pub fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    pub fn sales() -> DepartmentId {
        DepartmentId(Uuid::from_u128(1))
    }

    pub fn person(id: u128, name: &str) -> Person {
        Person {
            id: MemberId(Uuid::from_u128(id)),
            name: name.into(),
            sells: true,
            dismissed_on: None,
            places: vec![(day("2026-02-02"), Some(sales()))],
        }
    }

    #[test]
    fn nobody_works_before_coming_after_leaving_or_elsewhere() {
        let wholesale = DepartmentId(Uuid::from_u128(2));
        let moved = Person {
            dismissed_on: Some(day("2026-11-20")),
            places: vec![(day("2026-02-02"), Some(sales())), (day("2026-11-18"), Some(wholesale))],
            ..person(21, "Иванова О.")
        };
        assert!(!moved.is_in(sales(), day("2026-02-01")));
        assert!(moved.is_in(sales(), day("2026-11-17")));
        assert!(!moved.is_in(sales(), day("2026-11-18")));
        assert!(moved.is_in(wholesale, day("2026-11-19")));
        assert!(!moved.is_in(wholesale, day("2026-11-20")));
        let part = WeekPart::containing(day("2026-11-18"));
        assert!(moved.is_seen(sales(), part) && moved.is_seen(wholesale, part));
        assert!(!moved.is_seen(sales(), part.next()));
    }
}
