//! Facts typed over on the sheet of a week: what was typed, and the corrections it makes.
//!
//! The ledger knows days. A day's cell corrects that day. A week's cell is corrected where it hurts least: what
//! is missing goes to the last day that was spoken of, what is too much is taken from the last days backward, never
//! below zero; a number that is not a sum becomes that of its last day. A field's name says what stood in it when
//! the page was opened, so that a figure said meanwhile is neither lost nor overruled unseen.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Deserialize;
use uuid::Uuid;

use super::evidence::Evidence;
use super::facts::{Cell, Fact};
use super::person::Person;
use crate::actual::{self, NewEntry, Origin};
use crate::form::FieldErrors;
use crate::metric::{Kind, Metric, OverTime};
use crate::values::{MemberId, MetricId, Quantity};

/// What a field is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub cell: Cell,
    /// `None`: the whole week.
    pub day: Option<NaiveDate>,
}

impl Place {
    /// «МЕМБЕР.МЕТРИКА.week»: where errors are looked up.
    pub fn key(self) -> String {
        let (member, metric) = self.cell;
        match self.day {
            Some(day) => format!("{member}.{metric}.{day}"),
            None => format!("{member}.{metric}.week"),
        }
    }

    /// The name of its field, with what stands in it: «…week.104», «…2026-11-18.none».
    pub fn name(self, seen: Option<i64>) -> String {
        let seen = seen.map_or_else(|| "none".into(), |value| value.to_string());
        format!("{}.{seen}", self.key())
    }

    fn read(name: &str) -> Option<(Self, Option<i64>)> {
        let mut parts = name.split('.');
        let member = MemberId(parts.next()?.parse::<Uuid>().ok()?);
        let metric = MetricId(parts.next()?.parse::<Uuid>().ok()?);
        let day = match parts.next()? {
            "week" => None,
            day => Some(day.parse().ok()?),
        };
        let seen = match parts.next()? {
            "none" => None,
            value => Some(value.parse().ok()?),
        };
        Some((Self { cell: (member, metric), day }, seen))
    }
}

/// All that was sent.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(transparent)]
pub struct FactsForm {
    fields: BTreeMap<String, String>,
}

impl FactsForm {
    pub fn reason(&self) -> &str {
        self.fields.get("reason").map_or("", String::as_str)
    }

    /// What was typed at a place.
    pub fn typed(&self, place: Place) -> Option<&str> {
        let mut own = self.cells().filter(|(of, ..)| *of == place);
        own.next().map(|(_, _, typed)| typed)
    }

    /// Place, what was seen there, what was typed.
    fn cells(&self) -> impl Iterator<Item = (Place, Option<i64>, &str)> {
        self.fields.iter().filter_map(|(name, typed)| {
            let (place, seen) = Place::read(name)?;
            Some((place, seen, typed.as_str()))
        })
    }

    /// The corrections, or everything that is wrong. Cells left as they were seen say nothing.
    pub fn check(&self, evidence: &Evidence) -> Result<Vec<NewEntry>, FieldErrors> {
        let mut errors = FieldErrors::default();
        let mut entries = vec![];
        for (place, seen, typed) in self.cells() {
            match changed(evidence, place, seen, typed) {
                Ok(changes) => entries.extend(changes),
                Err(why) => errors.add(place.key(), why),
            }
        }
        let asks = !entries.is_empty() || !errors.is_empty();
        let reason = if asks { errors.required("reason", self.reason()) } else { String::new() };
        for entry in &mut entries {
            entry.reason = Some(reason.clone());
        }
        errors.or(entries)
    }
}

fn changed(
    evidence: &Evidence,
    place: Place,
    seen: Option<i64>,
    typed: &str,
) -> Result<Vec<NewEntry>, String> {
    let known = evidence.person(place.cell.0).zip(evidence.metric(place.cell.1));
    let (person, metric) =
        known.ok_or("Такой строки или столбца больше нет: откройте страницу заново")?;
    let now = evidence.figure(place, metric);
    let value = read(typed, metric)?;
    if value == seen || value == now {
        return Ok(vec![]);
    }
    if now != seen {
        let now = now.map_or_else(|| "пусто".into(), |now| metric.quantity(now).number());
        return Err(format!(
            "Пока форма была открыта, здесь стало {now}. Проверьте и сохраните ещё раз"
        ));
    }
    let value = value.ok_or("Поставьте число; если ничего не было — 0")?;
    match place.day {
        Some(day) => {
            may_be_said(evidence, person, day)?;
            Ok(vec![evidence.corrected(place.cell, day, value)])
        }
        None => over_days(evidence, person, metric, value),
    }
}

/// A typed figure; nothing or a dash is no figure. Only money may be below zero: that is a refund.
fn read(typed: &str, metric: &Metric) -> Result<Option<i64>, String> {
    if !metric.is_entered() {
        return Err("Это число считается само".into());
    }
    if matches!(typed.trim(), "" | "—" | "-") {
        return Ok(None);
    }
    let value = Quantity::parse(typed, metric.scale, metric.unit).map_err(|why| why.to_string())?;
    if value.minor() < 0 && metric.kind != Kind::Money {
        return Err("Меньше нуля не бывает".into());
    }
    if value.minor() > metric.most() {
        return Err("Слишком большое число: проверьте, нет ли лишних цифр".into());
    }
    Ok(Some(value.minor()))
}

fn may_be_said(evidence: &Evidence, person: &Person, day: NaiveDate) -> Result<(), String> {
    if !evidence.part.contains(day) {
        return Err("Этого дня нет в этой неделе".into());
    }
    if day > evidence.today {
        return Err("Этот день ещё не наступил".into());
    }
    if person.is_gone(day) {
        return Err(format!("{}: в этот день уже не работает", person.name));
    }
    if !person.has_come(day) {
        return Err(format!("{}: в этот день ещё не работает", person.name));
    }
    if !person.is_in(evidence.department.id, day) {
        return Err(format!("{}: в этот день не в этом отделе", person.name));
    }
    Ok(())
}

/// The corrections of days that make a week's figure what was typed.
fn over_days(
    evidence: &Evidence,
    person: &Person,
    metric: &Metric,
    value: i64,
) -> Result<Vec<NewEntry>, String> {
    let cell = (person.id, metric.id);
    let days: Vec<(NaiveDate, Option<i64>)> = evidence
        .part
        .days()
        .map(|day| (day, evidence.facts.on(cell, day).map(|fact| fact.value)))
        .filter(|(day, value)| value.is_some() || may_be_said(evidence, person, *day).is_ok())
        .collect();
    let worked = |day: NaiveDate| evidence.roster.calendar(person.id).is_working(day);
    let last = last_day(&days, worked).ok_or("В этой неделе нет дня, на который это записать")?;
    if metric.over_time == OverTime::Last {
        return Ok(vec![evidence.corrected(cell, last, value)]);
    }
    let sum: i64 = days.iter().filter_map(|(_, value)| *value).sum();
    let moved = moved(&days, last, value - sum);
    Ok(moved.into_iter().map(|(day, value)| evidence.corrected(cell, day, value)).collect())
}

/// The last day that was spoken of, else the last working one, else the last.
fn last_day(
    days: &[(NaiveDate, Option<i64>)],
    worked: impl Fn(NaiveDate) -> bool,
) -> Option<NaiveDate> {
    type Said = (NaiveDate, Option<i64>);
    let last = |is_fit: &dyn Fn(&Said) -> bool| {
        days.iter().rev().find(|day| is_fit(day)).map(|(day, _)| *day)
    };
    last(&|(_, value)| value.is_some())
        .or_else(|| last(&|(day, _)| worked(*day)))
        .or_else(|| last(&|_| true))
}

/// The new figures of days, so that their sum changes by `by`: more goes to `last`, less is taken from the last days
/// backward down to zero; what cannot be taken (money returned) makes `last` negative.
fn moved(days: &[(NaiveDate, Option<i64>)], last: NaiveDate, by: i64) -> Vec<(NaiveDate, i64)> {
    let mut left = by;
    let mut figures: BTreeMap<NaiveDate, i64> = BTreeMap::new();
    for (day, value) in days.iter().rev().filter_map(|(day, value)| Some((*day, (*value)?))) {
        let taken = left.max(-value.max(0)).min(0);
        if taken < 0 {
            figures.insert(day, value + taken);
            left -= taken;
        }
    }
    if left != 0 || figures.is_empty() {
        let before = days.iter().find(|(day, _)| *day == last).and_then(|(_, value)| *value);
        *figures.entry(last).or_insert(before.unwrap_or(0)) += left;
    }
    figures.into_iter().collect()
}

impl Evidence {
    /// What stands at a place now.
    pub fn figure(&self, place: Place, metric: &Metric) -> Option<i64> {
        match place.day {
            Some(day) => self.facts.on(place.cell, day).map(|fact| fact.value),
            None => self.facts.value(place.cell.0, metric, self.part.ends_on),
        }
    }

    /// A day's correction; one that brings back what was said before takes the correction away.
    fn corrected(&self, (member, metric): Cell, day: NaiveDate, value: i64) -> NewEntry {
        let cell = actual::Cell { member, metric, day, tag: String::new() };
        let original = self.facts.on((member, metric), day).and_then(Fact::original);
        let value = Some(value).filter(|value| original != Some(*value));
        NewEntry { origin: Origin::Correction, value, ..NewEntry::manual(cell, 0) }
    }
}

impl Fact {
    /// What a correction overruled.
    fn original(&self) -> Option<i64> {
        Some(self.correction.as_ref()?.original.as_ref()?.value)
    }
}

#[cfg(test)]
mod tests;
