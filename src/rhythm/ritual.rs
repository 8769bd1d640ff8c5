//! A regular action and the rules by which it was, is and will be held.

use chrono::{NaiveDate, NaiveTime};

use super::cadence::Cadence;
use crate::values::russian::{NO_BREAK, time};
use crate::values::{RitualId, Share};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ritual {
    pub id: RitualId,
    pub code: String,
    pub name: String,
    /// Not held now: offered later, or taken off.
    pub is_hidden: bool,
    pub row_version: i32,
    /// The newest first; each holds until the next.
    pub rules: Vec<Rule>,
}

/// How a regular action is held from a day on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    pub from_on: NaiveDate,
    pub cadence: Cadence,
    pub starts_at: NaiveTime,
    pub minutes: u16,
    /// Held with each manager.
    pub is_per_person: bool,
    pub agenda: String,
    /// What must remain after it.
    pub outcome: String,
    /// In the head's index of discipline, before it is scaled to the actions that are on.
    pub weight: Share,
    pub by_name: Option<String>,
}

impl Ritual {
    /// The rule of a day.
    pub fn on(&self, day: NaiveDate) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.from_on <= day)
    }

    /// The rule of today, or the first that will hold.
    pub fn present(&self, today: NaiveDate) -> Option<&Rule> {
        self.on(today).or_else(|| self.rules.last())
    }

    /// Rules that are still to come, the nearest first.
    pub fn coming(&self, today: NaiveDate) -> impl Iterator<Item = &Rule> {
        self.rules.iter().rev().filter(move |rule| rule.from_on > today)
    }
}

impl Rule {
    /// «пн, ср, пт в 9:15, 15 мин», «раз в две недели с каждым менеджером в 10:00, 30 мин»
    pub fn words(&self) -> String {
        let each = if self.is_per_person { " с каждым менеджером" } else { "" };
        let (at, minutes) = (time(self.starts_at), self.minutes);
        format!(
            "{}{each} в{NO_BREAK}{}, {minutes}{NO_BREAK}мин",
            self.cadence.words(),
            at.trim_start_matches('0')
        )
    }

    /// Whether it says the same from another day on.
    pub fn says_as(&self, other: &Self) -> bool {
        let same = |rule: &Self| Self { from_on: NaiveDate::MIN, by_name: None, ..rule.clone() };
        same(self) == same(other)
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use uuid::Uuid;

    pub fn rule(from_on: &str, cadence: &str, minutes: u16, is_per_person: bool) -> Rule {
        Rule {
            from_on: from_on.parse().unwrap(),
            cadence: cadence.parse().unwrap(),
            starts_at: NaiveTime::from_hms_opt(9, 15, 0).unwrap(),
            minutes,
            is_per_person,
            agenda: String::new(),
            outcome: String::new(),
            weight: Share::NONE,
            by_name: None,
        }
    }

    pub fn ritual(mut rules: Vec<Rule>) -> Ritual {
        rules.sort_by_key(|rule| std::cmp::Reverse(rule.from_on));
        let id = RitualId(Uuid::from_u128(1));
        Ritual {
            id,
            code: "standup".into(),
            name: "Планёрка".into(),
            is_hidden: false,
            row_version: 1,
            rules,
        }
    }

    #[test]
    fn the_past_keeps_its_rules() {
        let ritual = ritual(vec![
            rule("2026-10-01", "FREQ=WEEKLY;BYDAY=MO,WE,FR", 15, false),
            rule("2026-12-01", "FREQ=DAILY", 15, false),
        ]);
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let said = |on| ritual.on(day(on)).map(|rule| rule.words().replace(NO_BREAK, " "));
        assert_eq!(said("2026-11-18").unwrap(), "пн, ср, пт в 9:15, 15 мин");
        assert_eq!(said("2026-12-01").unwrap(), "каждый рабочий день в 9:15, 15 мин");
        assert_eq!(said("2026-09-30"), None);
        assert_eq!(ritual.present(day("2026-09-30")).unwrap().from_on, day("2026-10-01"));
        assert_eq!(ritual.coming(day("2026-11-18")).count(), 1);
    }

    #[test]
    fn talks_are_said_with_each_manager() {
        let talk = rule("2026-10-01", "FREQ=WEEKLY;INTERVAL=2", 30, true);
        assert_eq!(
            talk.words().replace(NO_BREAK, " "),
            "раз в две недели с каждым менеджером в 9:15, 30 мин"
        );
        let later =
            Rule { from_on: NaiveDate::MAX, by_name: Some("Анна".into()), ..talk.clone() };
        assert!(talk.says_as(&later) && !talk.says_as(&Rule { minutes: 45, ..later }));
    }
}
