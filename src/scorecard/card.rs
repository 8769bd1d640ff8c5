//! A KPI card and its versions.

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};

use super::version::{State, Version};
use crate::values::{Period, ScorecardId};

/// Whose premium a card counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CardRole {
    Manager,
    Head,
}

impl CardRole {
    pub const ALL: [Self; 2] = [Self::Manager, Self::Head];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Manager => "manager",
            Self::Head => "head",
        }
    }

    pub const fn name(self) -> &'static str {
        match self {
            Self::Manager => "менеджеры",
            Self::Head => "РОП",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    pub id: ScorecardId,
    pub name: String,
    pub role: CardRole,
    pub is_hidden: bool,
    pub row_version: i32,
    /// The newest first.
    pub versions: Vec<Version>,
}

impl Card {
    /// The version by which a day's premium is counted: of those approved and begun, the one that began last.
    pub fn in_force(&self, day: NaiveDate) -> Option<&Version> {
        let begun = self.approved().filter(|version| version.effective_on <= day);
        begun.max_by_key(|version| (version.effective_on, version.no))
    }

    /// What follows it, the nearest first.
    pub fn coming(&self, day: NaiveDate) -> Vec<&Version> {
        let mut coming: Vec<&Version> =
            self.approved().filter(|version| version.effective_on > day).collect();
        coming.sort_by_key(|version| (version.effective_on, version.no));
        coming
    }

    /// The version that holds, or the first that will.
    pub fn present(&self, today: NaiveDate) -> Option<&Version> {
        self.in_force(today).or_else(|| self.coming(today).into_iter().next())
    }

    /// The proposal that waits for the owner.
    pub fn open(&self) -> Option<&Version> {
        self.versions.iter().find(|version| version.state.is_open())
    }

    /// What a new version starts from: the open proposal, else what was returned last and not answered by an approval, else
    /// the newest approved.
    pub fn base(&self) -> Option<&Version> {
        self.versions.iter().find(|version| version.state != State::Withdrawn)
    }

    /// The number of the newest version; zero before the first.
    pub fn last_no(&self) -> i32 {
        self.versions.first().map_or(0, |version| version.no)
    }

    pub fn approved(&self) -> impl Iterator<Item = &Version> {
        self.versions.iter().filter(|version| version.state == State::Approved)
    }
}

/// The first day of the next month: the middle of a month is no place for other rules.
pub fn usual_start(today: NaiveDate) -> NaiveDate {
    Period::month(today).first() + Months::new(1)
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use chrono::DateTime;
    use uuid::Uuid;

    pub fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    pub fn version(no: i32, state: State, effective_on: &str) -> Version {
        Version {
            id: Uuid::from_u128(no.unsigned_abs().into()).into(),
            no,
            state,
            effective_on: day(effective_on),
            is_trial: false,
            reason: None,
            by_name: "Анна".into(),
            made_at: DateTime::UNIX_EPOCH,
            answered: None,
            answer: None,
            row_version: 1,
            items: vec![],
        }
    }

    pub fn card(mut versions: Vec<Version>) -> Card {
        versions.reverse();
        Card {
            id: Uuid::from_u128(1).into(),
            name: "Менеджер".into(),
            role: CardRole::Manager,
            is_hidden: false,
            row_version: 1,
            versions,
        }
    }

    #[test]
    fn a_day_is_counted_by_the_version_that_began_last() {
        let card = card(vec![
            version(1, State::Approved, "2026-10-01"),
            version(2, State::Approved, "2026-12-01"),
            version(3, State::Approved, "2026-10-01"),
            version(4, State::Returned, "2026-10-01"),
            version(5, State::Proposed, "2026-11-01"),
        ]);
        let no = |day| card.in_force(day).map(|version| version.no);
        assert_eq!(no(day("2026-11-18")), Some(3));
        assert_eq!(no(day("2026-12-01")), Some(2));
        assert_eq!(no(day("2026-09-30")), None);
        assert_eq!(card.coming(day("2026-11-18")).iter().map(|v| v.no).collect::<Vec<_>>(), [2]);
        assert_eq!((card.open().unwrap().no, card.base().unwrap().no, card.last_no()), (5, 5, 5));
    }

    #[test]
    fn a_change_usually_begins_with_the_next_month() {
        assert_eq!(usual_start(day("2026-11-18")), day("2026-12-01"));
        assert_eq!(usual_start(day("2026-12-31")), day("2027-01-01"));
    }
}
