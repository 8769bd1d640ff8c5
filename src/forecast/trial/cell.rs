//! One cell of a file: a day, an amount, an outcome.
use chrono::{Datelike, NaiveDate};

use crate::values::Money;

/// A year outside of these is a slip of the pen.
const YEARS: std::ops::RangeInclusive<i32> = 1990..=2100;
const DAYS: &str = "напишите его как 2026-11-18 или 18.11.2026";

/// «2026-11-18», «18.11.2026», with a time behind it or not.
pub fn day(text: &str) -> Result<NaiveDate, String> {
    let begin: String = text.chars().take(10).collect();
    let rest = text.chars().nth(10);
    let formats = ["%Y-%m-%d", "%d.%m.%Y", "%Y/%m/%d"];
    let found = formats.iter().find_map(|format| NaiveDate::parse_from_str(&begin, format).ok());
    let found = found.filter(|day| YEARS.contains(&day.year()));
    match found {
        Some(day) if rest.is_none_or(|after| matches!(after, ' ' | 'T')) => Ok(day),
        _ => Err(format!("«{}» — не день: {DAYS}", shortened(text))),
    }
}

/// «1234.50», «1 234,50», «106379.79000000001»: rounded to kopecks.
pub fn amount(text: &str) -> Result<Money, String> {
    let fraction = text.rsplit_once(',').map(|(_, after)| after);
    let is_unclear = fraction.is_some_and(|after| after.len() == 3) && !text.contains('.');
    if is_unclear {
        return Err(format!(
            "«{}» можно понять и как тысячи, и как доли: уберите запятую между разрядами",
            shortened(text)
        ));
    }
    Money::rounded(text).map_err(|error| error.to_string())
}

/// How a deal stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Won,
    Lost,
    Open,
}

pub fn outcome(text: &str) -> Result<Outcome, String> {
    match text.to_lowercase().as_str() {
        "won" | "closed won" | "выиграна" | "выиграно" | "успешно" => {
            Ok(Outcome::Won)
        }
        "lost" | "closed lost" | "проиграна" | "проиграно" | "отказ" => {
            Ok(Outcome::Lost)
        }
        "" | "open" | "открыта" | "в работе" => Ok(Outcome::Open),
        _ => Err(format!("«{}» — не исход: нужно won, lost или open", shortened(text))),
    }
}

fn shortened(text: &str) -> String {
    text.chars().take(24).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_machines_and_people_write_them() {
        let expected: NaiveDate = "2026-11-18".parse().unwrap();
        for text in ["2026-11-18", "18.11.2026", "2026-11-18 10:30:00", "2026-11-18T10:30Z"] {
            assert_eq!(day(text), Ok(expected), "{text}");
        }
        for text in ["11/18/2026", "2026-13-01", "2026-11-188", "вчера", "45000", "0205-11-18"]
        {
            assert!(day(text).unwrap_err().contains("2026-11-18"), "{text}");
        }
    }

    #[test]
    fn amounts_are_rounded_and_unclear_ones_refused() {
        assert_eq!(amount("106379.79000000001").unwrap().kopecks(), 10_637_979);
        assert_eq!(amount("1 234,5").unwrap().kopecks(), 123_450);
        assert!(amount("1,234").unwrap_err().contains("тысячи"));
        assert!(amount("много").unwrap_err().contains("не число"));
    }

    #[test]
    fn outcomes_are_known_by_both_names() {
        assert_eq!(outcome("Won"), Ok(Outcome::Won));
        assert_eq!(outcome("Проиграна"), Ok(Outcome::Lost));
        assert_eq!(outcome(""), Ok(Outcome::Open));
        assert!(outcome("maybe").is_err());
    }
}
