//! How often a regular action is held: a small part of RFC 5545's RRULE, and its Russian.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::values::russian::{NO_BREAK, listed};

/// Days of a week in the letters of RRULE, with what people call them.
pub const WEEK: [(&str, &str); 7] = [
    ("MO", "пн"),
    ("TU", "вт"),
    ("WE", "ср"),
    ("TH", "чт"),
    ("FR", "пт"),
    ("SA", "сб"),
    ("SU", "вс"),
];

/// Monday to Friday.
const WORKING: u8 = 0b001_1111;

/// Some days of a week, Monday the lowest bit; none of them means any.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Weekdays(u8);

impl Weekdays {
    /// By their letters in RRULE; `None`: one of them is no day.
    pub fn of<'a>(letters: impl IntoIterator<Item = &'a str>) -> Option<Self> {
        letters.into_iter().try_fold(Self::default(), |days, letter| {
            let at = WEEK.iter().position(|(known, _)| *known == letter)?;
            Some(Self(days.0 | 1 << at))
        })
    }

    pub fn holds(self, at: usize) -> bool {
        self.0 & 1 << at != 0
    }

    pub fn is_any(self) -> bool {
        self.0 == 0
    }

    fn letters(self) -> String {
        self.chosen().map(|(letter, _)| letter).collect::<Vec<_>>().join(",")
    }

    /// «пн, ср, пт»
    fn words(self) -> String {
        self.chosen().map(|(_, name)| name).collect::<Vec<_>>().join(", ")
    }

    fn chosen(self) -> impl Iterator<Item = (&'static str, &'static str)> {
        WEEK.into_iter().enumerate().filter(move |(at, _)| self.holds(*at)).map(|(_, day)| day)
    }

    /// How many times in a week.
    fn times(self) -> u32 {
        self.0.count_ones().max(1)
    }
}

/// How often.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Cadence {
    /// On every working day of the calendar.
    Daily,
    /// Every week or every second one, on these days.
    Weekly { every: u8, days: Weekdays },
    /// On days of every month, 1–28.
    MonthDays(Vec<u8>),
    /// Not later than a working day of every month, or of every third one.
    ByWorkingDay { every: u8, day: u8 },
}

/// A rule that is none of ours.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown rule of repetition {0:?}")]
pub struct CadenceError(String);

impl Cadence {
    /// How many times in three months of four weeks and twenty working days each (industries.md, 0).
    pub fn times_a_quarter(&self) -> u32 {
        match self {
            Self::Daily => 60,
            Self::Weekly { every, days } => 12 / u32::from(*every).max(1) * days.times(),
            Self::MonthDays(days) => 3 * u32::try_from(days.len()).unwrap_or_default(),
            Self::ByWorkingDay { every, .. } => 3 / u32::from(*every).max(1),
        }
    }

    /// «каждый рабочий день», «пн, ср, пт», «раз в две недели», «раз в месяц, до 3-го рабочего дня»
    pub fn words(&self) -> String {
        match self {
            Self::Daily => "каждый рабочий день".into(),
            Self::Weekly { every: 1, days } if days.is_any() => "раз в неделю".into(),
            Self::Weekly { every: 1, days } => days.words(),
            Self::Weekly { days, .. } if days.is_any() => "раз в две недели".into(),
            Self::Weekly { days, .. } => format!("раз в две недели, {}", days.words()),
            Self::MonthDays(days) => {
                let days: Vec<String> = days.iter().map(|day| format!("{day}-го")).collect();
                format!("каждый месяц {}{NO_BREAK}числа", listed(&days))
            }
            Self::ByWorkingDay { every: 1, day } => {
                format!("раз в месяц, до {day}-го рабочего{NO_BREAK}дня")
            }
            Self::ByWorkingDay { day, .. } => {
                format!("раз в квартал, до {day}-го рабочего{NO_BREAK}дня")
            }
        }
    }
}

impl fmt::Display for Cadence {
    /// As it is stored: RRULE.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Daily => f.write_str("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
            Self::Weekly { every, days } => {
                f.write_str("FREQ=WEEKLY")?;
                if *every > 1 {
                    write!(f, ";INTERVAL={every}")?;
                }
                if days.is_any() { Ok(()) } else { write!(f, ";BYDAY={}", days.letters()) }
            }
            Self::MonthDays(days) => {
                let days: Vec<String> = days.iter().map(ToString::to_string).collect();
                write!(f, "FREQ=MONTHLY;BYMONTHDAY={}", days.join(","))
            }
            Self::ByWorkingDay { every, day } => {
                f.write_str("FREQ=MONTHLY")?;
                if *every > 1 {
                    write!(f, ";INTERVAL={every}")?;
                }
                write!(f, ";BYDAY=MO,TU,WE,TH,FR;BYSETPOS={day}")
            }
        }
    }
}

impl FromStr for Cadence {
    type Err = CadenceError;

    /// Reads what [`fmt`](fmt::Display::fmt) writes, and `FREQ=DAILY`; parts may stand in any order.
    fn from_str(text: &str) -> Result<Self, CadenceError> {
        read(text).ok_or_else(|| CadenceError(text.to_owned()))
    }
}

impl TryFrom<String> for Cadence {
    type Error = CadenceError;

    fn try_from(text: String) -> Result<Self, CadenceError> {
        text.parse()
    }
}

impl From<Cadence> for String {
    fn from(cadence: Cadence) -> Self {
        cadence.to_string()
    }
}

fn read(text: &str) -> Option<Cadence> {
    let (mut frequency, mut every, mut days, mut months_days, mut position) =
        ("", 1, None, None, None);
    for part in text.trim_start_matches("RRULE:").split(';') {
        match part.split_once('=')? {
            ("FREQ", value) => frequency = value,
            ("INTERVAL", value) => every = value.parse().ok()?,
            ("BYDAY", value) => days = Some(Weekdays::of(value.split(','))?),
            ("BYMONTHDAY", value) => months_days = Some(month_days(value)?),
            ("BYSETPOS", value) => {
                position = Some(value.parse().ok().filter(|day| (1..=20).contains(day))?);
            }
            _ => return None,
        }
    }
    let is_working = days.is_none_or(|days| days.0 == WORKING);
    match (frequency, every, months_days, position) {
        ("DAILY", 1, None, None) if is_working => Some(Cadence::Daily),
        ("WEEKLY", 1, None, None) if days.is_some() && is_working => Some(Cadence::Daily),
        ("WEEKLY", 1 | 2, None, None) => {
            Some(Cadence::Weekly { every, days: days.unwrap_or_default() })
        }
        ("MONTHLY", 1, Some(all), None) if days.is_none() => Some(Cadence::MonthDays(all)),
        ("MONTHLY", 1 | 3, None, Some(day)) if is_working => {
            Some(Cadence::ByWorkingDay { every, day })
        }
        _ => None,
    }
}

/// Days that every month has, in their order: «1, 15».
pub fn month_days(typed: &str) -> Option<Vec<u8>> {
    let days: Option<Vec<u8>> = typed
        .split(',')
        .map(|day| day.trim().parse().ok().filter(|day| (1..=28).contains(day)))
        .collect();
    let mut days = days?;
    days.sort_unstable();
    days.dedup();
    Some(days)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(rule: &str) -> String {
        rule.parse::<Cadence>().unwrap().words().replace(NO_BREAK, " ")
    }

    #[test]
    fn rules_are_said_as_people_say_them() {
        for (rule, said) in [
            ("FREQ=DAILY", "каждый рабочий день"),
            ("FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", "каждый рабочий день"),
            ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "каждый рабочий день"),
            ("FREQ=WEEKLY;BYDAY=MO,WE,FR", "пн, ср, пт"),
            ("RRULE:FREQ=WEEKLY;BYDAY=FR;INTERVAL=1", "пт"),
            ("FREQ=WEEKLY", "раз в неделю"),
            ("FREQ=WEEKLY;INTERVAL=2", "раз в две недели"),
            ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "раз в две недели, вт"),
            ("FREQ=MONTHLY;BYMONTHDAY=15,1", "каждый месяц 1-го и 15-го числа"),
            ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=3", "раз в месяц, до 3-го рабочего дня"),
            ("FREQ=MONTHLY;INTERVAL=3;BYSETPOS=5", "раз в квартал, до 5-го рабочего дня"),
        ] {
            assert_eq!(words(rule), said, "{rule}");
        }
    }

    #[test]
    fn what_is_written_is_read_back() {
        let days = Weekdays::of(["MO", "SA"]).unwrap();
        for cadence in [
            Cadence::Daily,
            Cadence::Weekly { every: 1, days },
            Cadence::Weekly { every: 2, days: Weekdays::default() },
            Cadence::MonthDays(vec![1, 15]),
            Cadence::ByWorkingDay { every: 3, day: 3 },
        ] {
            assert_eq!(cadence.to_string().parse(), Ok(cadence));
        }
    }

    #[test]
    fn other_rules_are_refused() {
        for odd in [
            "",
            "FREQ=YEARLY",
            "FREQ=WEEKLY;BYDAY=XX",
            "FREQ=WEEKLY;INTERVAL=5",
            "FREQ=MONTHLY",
            "FREQ=MONTHLY;BYMONTHDAY=31",
            "COUNT=5",
            "FREQ=MONTHLY;BYSETPOS=0",
        ] {
            assert!(odd.parse::<Cadence>().is_err(), "{odd}");
        }
    }
}
