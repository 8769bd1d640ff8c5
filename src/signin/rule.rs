//! Whom a company asks for a second factor, and from which day on.
use chrono::{Days, NaiveDate};
use serde::Deserialize;

use crate::access::Role;
use crate::form::FieldErrors;
use crate::values::russian::{day_and_month, listed};

/// How many days ahead a form offers: time to find the phone and read what it is about.
const GRACE: Days = Days::new(7);
/// How far ahead the day may lie.
const FARTHEST: Days = Days::new(90);

/// What the company has decided; version 0 when it never has.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rule {
    pub roles: Vec<Role>,
    pub from_on: NaiveDate,
    pub row_version: i32,
}

impl Rule {
    /// «собственник и РОП, с 25 ноября»
    pub fn summary(&self) -> String {
        if self.roles.is_empty() {
            return "ни от кого".into();
        }
        let names: Vec<String> = self.roles.iter().map(|role| role.name().to_owned()).collect();
        format!("{}, с {}", listed(&names), day_and_month(self.from_on))
    }
}

/// As typed: a box for each role, and the day.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct RuleForm {
    #[serde(rename = "role")]
    pub roles: Vec<String>,
    pub from_on: String,
    pub row_version: i32,
}

impl RuleForm {
    pub fn of(rule: &Rule, today: NaiveDate) -> Self {
        let from_on = if rule.roles.is_empty() { today + GRACE } else { rule.from_on };
        Self {
            roles: rule.roles.iter().map(|role| role.code().to_owned()).collect(),
            from_on: from_on.to_string(),
            row_version: rule.row_version,
        }
    }

    /// Every role with whether it is asked.
    pub fn choices(&self) -> Vec<(Role, bool)> {
        let asks = |role: Role| self.roles.iter().any(|code| code == role.code());
        Role::ALL.into_iter().map(|role| (role, asks(role))).collect()
    }

    /// The rule to be. A day of the past may only stay what it was.
    pub fn check(&self, before: &Rule, today: NaiveDate) -> Result<Rule, FieldErrors> {
        let mut errors = FieldErrors::default();
        let roles: Result<Vec<Role>, _> = self.roles.iter().map(|code| code.parse()).collect();
        if roles.is_err() {
            errors.add("role", "Выберите роли из списка");
        }
        let from_on = errors.date("from_on", &self.from_on);
        let stays = before.row_version > 0 && from_on == before.from_on;
        if errors.on("from_on").is_none()
            && !stays
            && !(today..=today + FARTHEST).contains(&from_on)
        {
            errors.add("from_on", "Назовите день от сегодня до 90 дней вперёд");
        }
        let roles = roles.unwrap_or_default();
        errors.or(Rule { roles, from_on, row_version: self.row_version })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> NaiveDate {
        "2026-11-18".parse().unwrap()
    }

    fn typed(roles: &[&str], from_on: &str) -> RuleForm {
        let roles = roles.iter().map(ToString::to_string).collect();
        RuleForm { roles, from_on: from_on.into(), row_version: 0 }
    }

    #[test]
    fn a_week_is_offered_to_those_who_have_not_decided() {
        assert_eq!(RuleForm::of(&Rule::default(), today()).from_on, "2026-11-25");
    }

    #[test]
    fn the_day_lies_ahead_or_stays() {
        let check = |day: &str, before: &Rule| typed(&["head"], day).check(before, today());
        let none = Rule::default();
        assert!(check("2026-11-18", &none).is_ok() && check("2027-02-16", &none).is_ok());
        for wrong in ["2026-11-17", "2027-02-17", "31.02.2026", ""] {
            assert!(check(wrong, &none).unwrap_err().on("from_on").is_some(), "{wrong}");
        }
        let old = Rule { from_on: "2026-11-01".parse().unwrap(), row_version: 1, ..none };
        assert!(check("2026-11-01", &old).is_ok() && check("2026-11-02", &old).is_err());
    }

    #[test]
    fn a_rule_says_itself() {
        let rule =
            typed(&["owner", "head"], "2026-11-25").check(&Rule::default(), today()).unwrap();
        assert_eq!(rule.summary(), "собственник и РОП, с 25\u{a0}ноября");
        assert_eq!(Rule::default().summary(), "ни от кого");
        assert!(typed(&["king"], "2026-11-25").check(&Rule::default(), today()).is_err());
    }
}
