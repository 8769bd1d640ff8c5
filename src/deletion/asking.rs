//! The request to delete a company.
use chrono::{Days, NaiveDate};
use serde::Deserialize;

use crate::form::FieldErrors;

/// How long an owner can think better of it.
pub const DAYS: u64 = 30;

/// A request that stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deletion {
    /// Empty when that person is no longer known.
    pub asked_by: String,
    pub asked_on: NaiveDate,
    pub due_on: NaiveDate,
}

/// The day on which a company goes that was asked for today.
pub fn due_on(today: NaiveDate) -> NaiveDate {
    today.checked_add_days(Days::new(DAYS)).unwrap_or(NaiveDate::MAX)
}

/// As typed; a password is never shown again.
#[derive(Debug, Default, Deserialize)]
pub struct DeletionForm {
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub password: String,
}

impl DeletionForm {
    /// Whether the company is named as it is called. Whether the password is right takes a hash.
    pub fn check(&self, company_name: &str) -> FieldErrors {
        let mut errors = FieldErrors::default();
        let typed = errors.required("name", &self.name);
        if errors.on("name").is_none() && folded(&typed) != folded(company_name) {
            errors.add("name", format!("Название не то: наберите «{company_name}»"));
        }
        if self.password.is_empty() {
            errors.add("password", "Введите пароль, с которым вы входите");
        }
        errors
    }
}

/// Quotation marks, spaces and capitals are nobody's slip.
fn folded(name: &str) -> String {
    let letters = name.chars().filter(|c| !matches!(c, '«' | '»' | '"' | '„' | '“' | '”'));
    let name: String = letters.collect();
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str) -> FieldErrors {
        DeletionForm { name: name.into(), password: "x".into() }.check("Окна «Юг»")
    }

    #[test]
    fn the_company_is_named_as_it_is_called() {
        for right in ["Окна «Юг»", " окна  \"юг\" ", "Окна Юг"] {
            assert!(check(right).is_empty(), "{right}");
        }
        for wrong in ["", "Окна", "Окна Север"] {
            assert!(check(wrong).on("name").is_some(), "{wrong}");
        }
    }

    #[test]
    fn thirty_days_are_given() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(due_on(day("2026-11-25")), day("2026-12-25"));
    }
}
