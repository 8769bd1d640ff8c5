//! What share of a full plan somebody carries: a newcomer less in the first months.

use chrono::{Months, NaiveDate};
use serde::Deserialize;

use super::schedule::near;
use crate::form::FieldErrors;

/// From the first day, a month later, two months later.
pub const RAMP: [u8; 3] = [30, 60, 100];

/// The form as typed: a ramp from a day, or one percent from a day.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct CapacityForm {
    /// «ramp», «own», «void».
    pub mode: String,
    pub from_on: String,
    pub percent: String,
    /// How many lines of the person's schedules and capacities were on the page.
    pub seen: i64,
}

/// A line to be written; without a percent it takes the one of its day back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewCapacity {
    pub from_on: NaiveDate,
    pub percent: Option<u8>,
}

impl CapacityForm {
    pub fn blank(today: NaiveDate) -> Self {
        Self { from_on: today.to_string(), ..Self::default() }
    }

    pub fn check(&self, today: NaiveDate) -> Result<Vec<NewCapacity>, FieldErrors> {
        let mut errors = FieldErrors::default();
        let from_on = near(&mut errors, "capacity_from", &self.from_on, today);
        let lines = match self.mode.as_str() {
            "ramp" => ramp(from_on),
            "own" => {
                let percent = errors.number("percent", &self.percent, &(0..=100));
                vec![NewCapacity { from_on, percent: Some(percent) }]
            }
            "void" => vec![NewCapacity { from_on, percent: None }],
            _ => {
                errors.add("percent", "Выберите: по месяцам или свой процент");
                vec![]
            }
        };
        errors.or(lines)
    }
}

/// 30, 60 and 100 % by months.
pub fn ramp(from: NaiveDate) -> Vec<NewCapacity> {
    let months = (0..).zip(RAMP);
    months
        .map(|(months, percent)| NewCapacity {
            from_on: from + Months::new(months),
            percent: Some(percent),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn typed(mode: &str, from_on: &str, percent: &str) -> Result<Vec<NewCapacity>, FieldErrors> {
        let (mode, from_on, percent) = (mode.into(), from_on.into(), percent.into());
        CapacityForm { mode, from_on, percent, seen: 0 }.check(day("2026-11-18"))
    }

    #[test]
    fn a_newcomer_comes_to_the_full_plan_in_three_months() {
        let lines = typed("ramp", "2026-11-30", "").unwrap();
        let read: Vec<_> =
            lines.iter().map(|line| (line.from_on.to_string(), line.percent)).collect();
        let expected = [("2026-11-30", 30), ("2026-12-30", 60), ("2027-01-30", 100)];
        assert_eq!(read, expected.map(|(on, percent)| (on.to_owned(), Some(percent))));
    }

    #[test]
    fn an_own_percent_is_between_nothing_and_all() {
        let own = NewCapacity { from_on: day("2026-12-01"), percent: Some(50) };
        assert_eq!(typed("own", "2026-12-01", "50"), Ok(vec![own]));
        assert_eq!(typed("void", "2026-12-01", "").unwrap()[0].percent, None);
        for (mode, from, percent, field) in [
            ("own", "2026-12-01", "101", "percent"),
            ("own", "2026-12-01", "половина", "percent"),
            ("", "2026-12-01", "50", "percent"),
            ("ramp", "завтра", "", "capacity_from"),
        ] {
            assert!(
                typed(mode, from, percent).unwrap_err().on(field).is_some(),
                "{mode} {percent}"
            );
        }
    }
}
