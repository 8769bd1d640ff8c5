//! Field errors of a submitted form. A form holds what was typed; its `check()` gives a value that cannot be wrong, or these.
use std::collections::BTreeMap;
use std::fmt::Display;
use std::ops::RangeInclusive;
use std::str::FromStr;

use chrono::{NaiveDate, NaiveTime};
use serde::Deserialize;

use crate::values::{NumberError, Share};

/// The longest line of text a person types: names, codes, reasons.
pub const LINE: usize = 200;

/// The longest text of several lines: causes, measures, answers.
pub const TEXT: usize = 1000;

/// Everything typed in a form whose fields are not known beforehand, by field.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Typed(BTreeMap<String, String>);

impl Typed {
    /// What was typed; empty when nothing was.
    pub fn get(&self, field: &str) -> &str {
        self.0.get(field).map_or("", String::as_str)
    }

    pub fn set(&mut self, field: impl Into<String>, typed: impl Into<String>) {
        self.0.insert(field.into(), typed.into());
    }

    /// Whether a checkbox was on.
    pub fn is_on(&self, field: &str) -> bool {
        self.get(field) == "yes"
    }

    /// The version of the row the form was opened on; a form without one has seen none.
    pub fn row_version(&self) -> i32 {
        self.get("row_version").parse().unwrap_or(0)
    }
}

/// What is wrong, by field; the field `form` is the form as a whole.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct FieldErrors(Vec<(String, String)>);

impl FieldErrors {
    pub fn add(&mut self, field: impl Into<String>, message: impl Into<String>) {
        self.0.push((field.into(), message.into()));
    }

    /// One error, as a refusal.
    pub fn one(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self(vec![(field.into(), message.into())])
    }

    pub fn on(&self, field: &str) -> Option<&str> {
        self.0.iter().find(|(name, _)| name == field).map(|(_, message)| message.as_str())
    }

    /// What is wrong with the form as a whole.
    pub fn general(&self) -> Option<&str> {
        self.on("form")
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// A trimmed line of 1 to [`LINE`] characters.
    pub fn required(&mut self, field: &str, typed: &str) -> String {
        let line = self.optional(field, typed);
        if line.is_none() && self.on(field).is_none() {
            self.add(field, "Заполните это поле");
        }
        line.unwrap_or_default()
    }

    /// A trimmed line of up to [`LINE`] characters, or nothing.
    pub fn optional(&mut self, field: &str, typed: &str) -> Option<String> {
        let line = typed.trim();
        if line.chars().count() > LINE {
            self.add(field, format!("Не длиннее {LINE} знаков"));
            return None;
        }
        if line.chars().any(char::is_control) {
            self.add(field, "Здесь есть невидимые знаки — наберите заново");
            return None;
        }
        (!line.is_empty()).then(|| line.to_owned())
    }

    /// A trimmed text of several lines, of 1 to [`TEXT`] characters.
    pub fn required_text(&mut self, field: &str, typed: &str) -> String {
        let text = self.optional_text(field, typed);
        if text.is_empty() && self.on(field).is_none() {
            self.add(field, "Заполните это поле");
        }
        text
    }

    /// The same, or nothing.
    pub fn optional_text(&mut self, field: &str, typed: &str) -> String {
        let text = typed.trim().replace("\r\n", "\n");
        let length = text.chars().count();
        if length > TEXT {
            self.add(field, format!("Не длиннее {TEXT} знаков, сейчас {length}"));
        } else if text.chars().any(|sign| sign.is_control() && !matches!(sign, '\n' | '\t')) {
            self.add(field, "Здесь есть невидимые знаки — наберите заново");
        }
        text
    }

    pub fn number<N: FromStr + PartialOrd + Display + Default>(
        &mut self,
        field: &str,
        typed: &str,
        allowed: &RangeInclusive<N>,
    ) -> N {
        match typed.trim().parse() {
            Ok(number) if allowed.contains(&number) => number,
            _ => {
                let (least, most) = (allowed.start(), allowed.end());
                self.add(field, format!("Введите число от {least} до {most}"));
                N::default()
            }
        }
    }

    /// A date as browsers send it (2026-11-18) or as people type it (18.11.2026).
    pub fn date(&mut self, field: &str, typed: &str) -> NaiveDate {
        let typed = typed.trim();
        let date = ["%Y-%m-%d", "%d.%m.%Y"]
            .into_iter()
            .find_map(|form| NaiveDate::parse_from_str(typed, form).ok())
            .filter(|day| (1990..=2100).contains(&chrono::Datelike::year(day)));
        if date.is_none() {
            self.add(field, "Такой даты нет — введите как 18.11.2026");
        }
        date.unwrap_or_default()
    }

    /// A day that is not over yet.
    pub fn day_from(&mut self, field: &str, typed: &str, today: NaiveDate) -> NaiveDate {
        let day = self.date(field, typed);
        if self.on(field).is_none() && day < today {
            self.add(field, "Этот день прошёл, а прошлое не меняется. Поставьте сегодня или позже");
        }
        day
    }

    /// A time as browsers send it or people type it: 9:15.
    pub fn time(&mut self, field: &str, typed: &str) -> NaiveTime {
        let mut forms = ["%H:%M", "%H:%M:%S"].into_iter();
        let time = forms.find_map(|form| NaiveTime::parse_from_str(typed.trim(), form).ok());
        if time.is_none() {
            self.add(field, "Введите время, например 20:00");
        }
        time.unwrap_or_default()
    }

    /// Percents from nothing to `most`.
    pub fn share(&mut self, field: &str, typed: &str, most: Share) -> Share {
        match Share::parse(typed) {
            Ok(share) if (Share::NONE..=most).contains(&share) => share,
            Ok(_) => {
                self.add(field, format!("Введите от 0 до {most}"));
                Share::NONE
            }
            Err(NumberError::NotANumber(typed)) => {
                self.add(field, format!("«{typed}» — не число. Напишите цифрами, например 12,5"));
                Share::NONE
            }
            Err(error) => {
                self.add(field, error.to_string());
                Share::NONE
            }
        }
    }

    /// Lines of a text, blank ones left out: from 1 to `most`, none longer than [`LINE`].
    pub fn lines(&mut self, field: &str, typed: &str, most: usize) -> Vec<String> {
        let lines: Vec<String> =
            typed.lines().filter_map(|line| self.optional(field, line)).collect();
        if lines.len() > most {
            self.add(field, format!("Не больше {most} строк, сейчас {}", lines.len()));
        }
        lines
    }

    /// One of the offered codes.
    pub fn one_of<T: Copy>(
        &mut self,
        field: &str,
        typed: &str,
        offered: &[(&str, T)],
    ) -> Option<T> {
        let found = offered.iter().find(|(code, _)| *code == typed).map(|(_, value)| *value);
        if found.is_none() {
            self.add(field, "Выберите из списка");
        }
        found
    }

    /// The value, if nothing was wrong with the form.
    pub fn or<T>(self, value: T) -> Result<T, Self> {
        if self.is_empty() { Ok(value) } else { Err(self) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_line_is_named_once() {
        let mut errors = FieldErrors::default();
        errors.required("name", "  ");
        assert_eq!(errors.on("name"), Some("Заполните это поле"));
        assert_eq!(errors.len(), 1);
    }

    #[test]
    fn the_31st_of_february_is_no_date() {
        let mut errors = FieldErrors::default();
        errors.date("day", "31.02.2026");
        assert!(errors.on("day").is_some());
    }

    #[test]
    fn ten_thousand_characters_are_too_many_and_a_nul_is_refused() {
        let mut errors = FieldErrors::default();
        errors.required("a", &"я".repeat(10_000));
        errors.required("b", "Пётр\0");
        errors.required_text("c", &"я".repeat(10_000));
        errors.required_text("d", "Пётр\0");
        assert_eq!(errors.len(), 4);
    }

    #[test]
    fn a_text_keeps_its_lines() {
        let mut errors = FieldErrors::default();
        assert_eq!(errors.required_text("a", " первая\r\nвторая \n"), "первая\nвторая");
        assert_eq!(errors.optional_text("b", " \r\n "), "");
        assert!(errors.is_empty());
        errors.required_text("c", " ");
        assert_eq!(errors.on("c"), Some("Заполните это поле"));
    }
}
