//! When days and months of a company close, as it is typed.

use chrono::NaiveTime;
use serde::Deserialize;

use super::closure::Rules;
use crate::form::FieldErrors;

/// The form as typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct TimingForm {
    pub day_closes_at: String,
    pub month_closes_on: String,
    pub row_version: i32,
}

/// What may be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timing {
    pub day_closes_at: NaiveTime,
    /// The working day of the next month.
    pub month_closes_on: u32,
}

impl TimingForm {
    pub fn of(rules: &Rules, row_version: i32) -> Self {
        Self {
            day_closes_at: rules.day_closes_at.format("%H:%M").to_string(),
            month_closes_on: rules.month_closes_on.to_string(),
            row_version,
        }
    }

    pub fn check(&self) -> Result<Timing, FieldErrors> {
        let mut errors = FieldErrors::default();
        let day_closes_at = errors.time("day_closes_at", &self.day_closes_at);
        let month_closes_on = errors.number("month_closes_on", &self.month_closes_on, &(1..=15));
        errors.or(Timing { day_closes_at, month_closes_on })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(time: &str, day: &str) -> Result<Timing, FieldErrors> {
        let (day_closes_at, month_closes_on) = (time.to_owned(), day.to_owned());
        TimingForm { day_closes_at, month_closes_on, row_version: 1 }.check()
    }

    #[test]
    fn an_hour_and_a_working_day_are_asked() {
        let read = typed("19:30", " 3 ").unwrap();
        assert_eq!(
            (read.day_closes_at.to_string().as_str(), read.month_closes_on),
            ("19:30:00", 3)
        );
        for (time, day, field) in [
            ("", "3", "day_closes_at"),
            ("24:00", "3", "day_closes_at"),
            ("20:00", "0", "month_closes_on"),
            ("20:00", "16", "month_closes_on"),
            ("20:00", "пять", "month_closes_on"),
        ] {
            assert!(typed(time, day).unwrap_err().on(field).is_some(), "{time} {day}");
        }
    }
}
