//! How often a regular action comes: the part of RRULE (RFC 5545) that our actions need.
use std::fmt;
use std::str::FromStr;

use chrono::Weekday;
use serde::{Deserialize, Serialize};

use crate::values::russian::{listed, plural};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Frequency {
    Weekly,
    Monthly,
}

/// «FREQ=WEEKLY;INTERVAL=2;BYDAY=TU», «FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=3».
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Cadence {
    pub frequency: Frequency,
    /// Every so many weeks or months.
    pub interval: u8,
    /// Monday first; never empty.
    pub days: Vec<Weekday>,
    /// Which of such days of a month; a week has none.
    pub places: Vec<u8>,
}

const DAYS: [(Weekday, &str, &str); 7] = [
    (Weekday::Mon, "MO", "пн"),
    (Weekday::Tue, "TU", "вт"),
    (Weekday::Wed, "WE", "ср"),
    (Weekday::Thu, "TH", "чт"),
    (Weekday::Fri, "FR", "пт"),
    (Weekday::Sat, "SA", "сб"),
    (Weekday::Sun, "SU", "вс"),
];

impl FromStr for Cadence {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        read(text).ok_or_else(|| format!("правило повторения не понято: «{text}»"))
    }
}

fn read(text: &str) -> Option<Cadence> {
    let (mut frequency, mut interval, mut days, mut places) = (None, 1, Vec::new(), Vec::new());
    for part in text.split(';') {
        let (key, value) = part.split_once('=')?;
        match key {
            "FREQ" => frequency = Some(Frequency::read(value)?),
            "INTERVAL" => interval = value.parse().ok().filter(|n| (1..=12).contains(n))?,
            "BYDAY" => days = value.split(',').map(day).collect::<Option<Vec<_>>>()?,
            "BYSETPOS" => places = value.split(',').map(place).collect::<Option<Vec<_>>>()?,
            _ => return None,
        }
    }
    let frequency = frequency?;
    let in_order = days.is_sorted_by(|a, b| a.num_days_from_monday() < b.num_days_from_monday());
    let fits = (frequency == Frequency::Monthly) != places.is_empty();
    let is_good = !days.is_empty() && in_order && fits && places.is_sorted_by(|a, b| a < b);
    is_good.then_some(Cadence { frequency, interval, days, places })
}

impl Frequency {
    fn read(text: &str) -> Option<Self> {
        match text {
            "WEEKLY" => Some(Self::Weekly),
            "MONTHLY" => Some(Self::Monthly),
            _ => None,
        }
    }
}

fn day(code: &str) -> Option<Weekday> {
    DAYS.iter().find(|(_, known, _)| *known == code).map(|(day, ..)| *day)
}

fn place(text: &str) -> Option<u8> {
    text.parse().ok().filter(|place| (1..=23).contains(place))
}

impl fmt::Display for Cadence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.frequency {
            Frequency::Weekly => "FREQ=WEEKLY",
            Frequency::Monthly => "FREQ=MONTHLY",
        })?;
        if self.interval > 1 {
            write!(f, ";INTERVAL={}", self.interval)?;
        }
        let codes: Vec<&str> = self.named(|(_, code, _)| code);
        write!(f, ";BYDAY={}", codes.join(","))?;
        if !self.places.is_empty() {
            let places: Vec<String> = self.places.iter().map(ToString::to_string).collect();
            write!(f, ";BYSETPOS={}", places.join(","))?;
        }
        Ok(())
    }
}

impl TryFrom<String> for Cadence {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Cadence> for String {
    fn from(cadence: Cadence) -> Self {
        cadence.to_string()
    }
}

impl Cadence {
    fn named(
        &self,
        of: impl Fn((Weekday, &'static str, &'static str)) -> &'static str,
    ) -> Vec<&'static str> {
        DAYS.into_iter().filter(|(day, ..)| self.days.contains(day)).map(of).collect()
    }

    fn is_on_weekdays(&self) -> bool {
        self.days == [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri]
    }

    /// «каждый рабочий день», «3 раза в неделю: пн, ср, пт», «раз в 2 недели: вт», «раз в месяц: 3-й рабочий день».
    pub fn words(&self) -> String {
        let days = self.named(|(.., short)| short).join(", ");
        let count = match self.frequency {
            Frequency::Weekly if self.is_on_weekdays() && self.interval == 1 => {
                return "каждый рабочий день".into();
            }
            Frequency::Weekly => self.days.len(),
            Frequency::Monthly => self.places.len(),
        };
        let times = match count {
            1 => "раз".to_owned(),
            n => format!(
                "{n} {}",
                plural(i64::try_from(n).unwrap_or(i64::MAX), "раз", "раза", "раз")
            ),
        };
        let on = match self.frequency {
            Frequency::Weekly => days,
            Frequency::Monthly => {
                let places: Vec<String> = self.places.iter().map(|at| format!("{at}-й")).collect();
                let day = if self.is_on_weekdays() { "рабочий день" } else { &days };
                format!("{} {day}", listed(&places))
            }
        };
        format!("{times} в {}: {on}", self.span())
    }

    fn span(&self) -> String {
        match (self.frequency, self.interval) {
            (Frequency::Weekly, 1) => "неделю".into(),
            (Frequency::Monthly, 1) => "месяц".into(),
            (Frequency::Monthly, 3) => "квартал".into(),
            (Frequency::Weekly, n) => {
                format!("{n} {}", plural(n.into(), "неделю", "недели", "недель"))
            }
            (Frequency::Monthly, n) => {
                format!("{n} {}", plural(n.into(), "месяц", "месяца", "месяцев"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cadence_is_written_as_it_is_read_and_said_in_words() {
        for (text, words) in [
            ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "каждый рабочий день"),
            ("FREQ=WEEKLY;BYDAY=MO,WE,FR", "3 раза в неделю: пн, ср, пт"),
            ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "раз в 2 недели: вт"),
            ("FREQ=WEEKLY;BYDAY=MO", "раз в неделю: пн"),
            ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=3", "раз в месяц: 3-й рабочий день"),
            ("FREQ=MONTHLY;BYDAY=WE;BYSETPOS=2,4", "2 раза в месяц: 2-й и 4-й ср"),
            (
                "FREQ=MONTHLY;INTERVAL=3;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=5",
                "раз в квартал: 5-й рабочий день",
            ),
        ] {
            let cadence: Cadence = text.parse().unwrap();
            assert_eq!(cadence.to_string(), text);
            assert_eq!(cadence.words(), words);
        }
    }

    #[test]
    fn what_our_actions_do_not_need_is_refused() {
        for text in [
            "",
            "FREQ=DAILY",
            "FREQ=WEEKLY",
            "FREQ=WEEKLY;BYDAY=",
            "FREQ=WEEKLY;BYDAY=ПН",
            "BYDAY=MO",
            "FREQ=WEEKLY;BYDAY=TU,MO",
            "FREQ=WEEKLY;BYDAY=MO,MO",
            "FREQ=WEEKLY;INTERVAL=0;BYDAY=MO",
            "FREQ=WEEKLY;BYDAY=MO;BYSETPOS=1",
            "FREQ=MONTHLY;BYDAY=MO",
            "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=24",
            "FREQ=WEEKLY;BYDAY=MO;COUNT=3",
            "каждый день",
        ] {
            assert!(text.parse::<Cadence>().is_err(), "{text}");
        }
    }
}
