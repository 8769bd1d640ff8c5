//! How a period is written in addresses, and read back.
use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate, Weekday};

use super::{Period, PeriodError, Span};

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let first = self.first;
        match self.span {
            Span::Day => write!(f, "{first}"),
            Span::Week => write!(f, "{}-W{:02}", first.iso_week().year(), first.iso_week().week()),
            Span::Month => write!(f, "{}-{:02}", first.year(), first.month()),
            Span::Quarter => write!(f, "{}-Q{}", first.year(), first.month0() / 3 + 1),
            Span::Year => write!(f, "{}", first.year()),
        }
    }
}

impl FromStr for Period {
    type Err = PeriodError;

    /// Years from 1990 to 2100, so that no neighbour falls out of the calendar.
    fn from_str(text: &str) -> Result<Self, PeriodError> {
        read(text)
            .filter(|period| (1990..=2100).contains(&period.first.year()))
            .ok_or_else(|| PeriodError(text.chars().take(20).collect()))
    }
}

fn read(text: &str) -> Option<Period> {
    let (year, rest) = text.split_at_checked(4)?;
    if !year.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let year: i32 = year.parse().ok()?;
    let Some(rest) = rest.strip_prefix('-') else {
        return rest.is_empty().then_some(Period::year(NaiveDate::from_ymd_opt(year, 1, 1)?));
    };
    if let Some(week) = rest.strip_prefix('W') {
        return NaiveDate::from_isoywd_opt(year, digits(week, 2)?, Weekday::Mon).map(Period::week);
    }
    if let Some(quarter) = rest.strip_prefix('Q') {
        let month = (digits(quarter, 1)?.checked_sub(1)?) * 3 + 1;
        return NaiveDate::from_ymd_opt(year, month, 1).map(Period::quarter);
    }
    match rest.split_once('-') {
        Some((month, day)) => {
            NaiveDate::from_ymd_opt(year, digits(month, 2)?, digits(day, 2)?).map(Period::day)
        }
        None => NaiveDate::from_ymd_opt(year, digits(rest, 2)?, 1).map(Period::month),
    }
}

fn digits(text: &str, length: usize) -> Option<u32> {
    let plain = text.len() == length && text.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}
