//! A correction as it is told: what was, what is, who, when and why.
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use super::figure::dashed;
use crate::values::MemberId;
use crate::values::russian::{day_and_month, short_date, time};
use crate::week::desk::Desk;
use crate::week::facts::{Correction, Original};

#[derive(Debug, Clone)]
pub struct Told {
    pub person: String,
    pub metric: String,
    pub day: String,
    /// «4, Петров И., 18 ноября в 18:40»
    pub was: String,
    pub now: String,
    pub reason: String,
    /// «Соколова Е., 20 ноября в 16:02»
    pub author: String,
    /// Made after the week was confirmed.
    pub is_after: bool,
}

/// The corrections of the week, of everybody or of one person, in the order of the sheet.
pub fn told(desk: &Desk, only: Option<MemberId>) -> Vec<Told> {
    let evidence = &desk.evidence;
    let zone = evidence.closures.rules.zone;
    let confirmed = desk.confirmation().map(|word| word.at);
    let place = |member| desk.sheet.rows.iter().position(|row| row.person.id == member);
    let column = |metric| desk.sheet.metrics.iter().position(|known| known.id == metric);
    let mut found: Vec<_> = evidence
        .facts
        .corrections()
        .into_iter()
        .filter(|((member, _), ..)| only.is_none_or(|only| only == *member))
        .filter_map(|(cell, day, fact, correction)| {
            let order = (place(cell.0)?, column(cell.1)?, day);
            Some((order, fact.value, correction))
        })
        .collect();
    found.sort_by_key(|(order, ..)| *order);
    let tell =
        |((row, at, day), value, correction): ((usize, usize, NaiveDate), i64, &Correction)| {
            let metric = &desk.sheet.metrics[at];
            Told {
                person: desk.sheet.rows[row].person.name.clone(),
                metric: metric.name.clone(),
                day: short_date(day),
                was: was(correction, |value| dashed(metric, Some(value)), zone),
                now: dashed(metric, Some(value)),
                reason: correction.reason.clone(),
                author: signed(correction.by_name.as_deref(), correction.at, zone),
                is_after: confirmed.is_some_and(|confirmed| correction.at > confirmed),
            }
        };
    found.into_iter().map(tell).collect()
}

fn was(correction: &Correction, say: impl Fn(i64) -> String, zone: Tz) -> String {
    match &correction.original {
        None => "записи не было".into(),
        Some(Original { value, said: None }) => say(*value),
        Some(Original { value, said: Some((origin, author, at)) }) => {
            let author = author.as_deref().unwrap_or(origin.word());
            format!("{}, {}", say(*value), signed(Some(author), *at, zone))
        }
    }
}

/// «Соколова Е., 20 ноября в 16:02»
pub fn signed(name: Option<&str>, at: DateTime<Utc>, zone: Tz) -> String {
    let local = at.with_timezone(&zone);
    let name = name.unwrap_or("Маяк");
    format!("{name}, {} в {}", day_and_month(local.date_naive()), time(local.time()))
}
