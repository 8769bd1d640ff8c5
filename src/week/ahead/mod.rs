//! The week to plan: what the rest of the month gives each person, and what the head sets.

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;

use super::evidence::{Evidence, worked};
use super::facts::Cell;
use super::person::Person;
use super::sheet::added;
use crate::form::FieldErrors;
use crate::metric::Metric;
use crate::plan::decomposition::spread;
use crate::plan::{Agreed, NewWeek, Target, WeekPlan};
use crate::values::{DepartmentId, MemberId, Period, Quantity, Unit, WeekPart, WorkCalendar};

/// A part of a week ahead.
#[derive(Debug, Clone)]
pub struct Ahead {
    pub part: WeekPart,
    pub department: DepartmentId,
    /// Whether a plan may still be set: it is neither over nor confirmed.
    pub is_open: bool,
    /// Whether its month has approved numbers to spread.
    pub has_month: bool,
    /// The columns: what adds up over days.
    pub metrics: Vec<Metric>,
    pub people: Vec<Person>,
    /// What was set before.
    pub set: Option<WeekPlan>,
    gives: HashMap<Cell, Gift>,
    agreed: Agreed,
}

/// What is left of a person's month before the week, and how much of it falls to the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gift {
    pub left: i64,
    pub week: i64,
}

/// The parts to plan after a week: the next one with working days, and the other half when a month cuts that week.
pub fn next_parts(part: WeekPart, calendar: &WorkCalendar) -> Vec<WeekPart> {
    let first = worked(part.next(), calendar);
    let second = worked(first.next(), calendar);
    let is_same = Period::week(first.starts_on) == Period::week(second.starts_on);
    std::iter::once(first).chain(is_same.then_some(second)).collect()
}

impl Ahead {
    pub fn lay(evidence: &Evidence, part: WeekPart) -> Self {
        let month = evidence.plans.month(part.month().first());
        let metrics: Vec<Metric> =
            evidence.shown().filter(|metric| metric.is_summed()).cloned().collect();
        let planned = |person: &Person| {
            metrics.iter().any(|m| month.is_some_and(|v| v.value(Some(person.id), m.id).is_some()))
        };
        let is_on = |person: &&Person| {
            !person.is_gone(part.starts_on)
                && (person.sells && person.is_seen(evidence.department.id, part) || planned(person))
        };
        let mut people: Vec<Person> = evidence.people.iter().filter(is_on).cloned().collect();
        people.sort_by_key(|person| !person.sells);
        let gives = gives(evidence, part, &people, &metrics);
        let is_closed = evidence.closures.closed(Some(evidence.department.id), part.starts_on);
        Self {
            part,
            department: evidence.department.id,
            is_open: part.ends_on >= evidence.today && is_closed.is_none(),
            has_month: !gives.is_empty(),
            set: evidence.plans.week(part).cloned(),
            agreed: evidence.agreed(part),
            metrics,
            people,
            gives,
        }
    }

    /// Whether the week before cannot be confirmed without it.
    pub fn is_due(&self) -> bool {
        self.is_open && self.has_month && !self.people.is_empty() && self.set.is_none()
    }

    /// What the rest of the month gives; `None`: the month has no plan of it.
    pub fn gives(&self, member: MemberId, metric: &Metric) -> Option<Gift> {
        self.gives.get(&(member, metric.id)).copied()
    }

    /// What the head has set.
    pub fn is_set_to(&self, member: MemberId, metric: &Metric) -> Option<i64> {
        self.set.as_ref()?.value(member, metric.id)
    }

    /// The number in force: what the head has set, else what the month gives.
    pub fn value(&self, member: MemberId, metric: &Metric) -> Option<i64> {
        let given = || self.gives(member, metric).map(|gift| gift.week);
        match &self.set {
            Some(set) => set.value(member, metric.id),
            None => given(),
        }
    }

    /// What the week will be held against: a cell that the head left empty is the month's by days.
    pub fn in_force(&self, member: MemberId, metric: &Metric) -> Option<i64> {
        let by_month = || self.set.as_ref().and_then(|_| self.agreed.goal(member, metric));
        self.value(member, metric).or_else(by_month)
    }

    /// The sum over those who sell.
    pub fn sum(&self, of: impl Fn(MemberId) -> Option<i64>) -> Option<i64> {
        added(self.people.iter().filter(|person| person.sells).map(|person| of(person.id)))
    }

    /// The number of the version read; 0 when there is none.
    pub fn no(&self) -> i32 {
        self.set.as_ref().map_or(0, |set| set.no)
    }

    /// The field that says which version was on the page.
    pub fn no_name(&self) -> String {
        format!("no.{}", self.part.starts_on)
    }

    pub fn cell_name(&self, member: MemberId, metric: &Metric) -> String {
        format!("{}.{member}.{}", self.part.starts_on, metric.id)
    }
}

/// The month's number less what was done before the week, over the days left.
fn gives(
    evidence: &Evidence,
    part: WeekPart,
    people: &[Person],
    metrics: &[Metric],
) -> HashMap<Cell, Gift> {
    let mut gives = HashMap::new();
    let Some(month) = evidence.plans.month(part.month().first()) else { return gives };
    for (person, metric) in people.iter().flat_map(|p| metrics.iter().map(move |m| (p, m))) {
        let Some(plan) = month.value(Some(person.id), metric.id) else { continue };
        let left = (plan - done(evidence, part, person, metric)).max(0);
        let unit = whole(metric);
        let calendar = evidence.roster.calendar(person.id);
        let days = spread(left / unit, part.month(), part.starts_on, calendar);
        let week = days.iter().take(part.days().count()).sum::<i64>() * unit;
        gives.insert((person.id, metric.id), Gift { left, week });
    }
    gives
}

/// Money is planned in whole roubles.
fn whole(metric: &Metric) -> i64 {
    if metric.unit == Unit::Rouble { 10_i64.pow(metric.scale.into()) } else { 1 }
}

/// What was done in the part's month before it, as far as it is known.
fn done(evidence: &Evidence, part: WeekPart, person: &Person, metric: &Metric) -> i64 {
    if part.month() != evidence.part.month() {
        return 0;
    }
    let cell = (person.id, metric.id);
    let week = evidence.facts.days(cell).filter(|(day, _)| *day < part.starts_on);
    evidence.facts.earlier(cell) + week.map(|(_, fact)| fact.value).sum::<i64>()
}

/// All that was sent.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(transparent)]
pub struct AheadForm {
    fields: BTreeMap<String, String>,
}

impl AheadForm {
    pub fn get(&self, field: &str) -> Option<&str> {
        self.fields.get(field).map(String::as_str)
    }

    /// The part whose plan somebody else set since the page was opened, and which this form would change.
    pub fn overtaken<'a>(&self, all: &'a [Ahead]) -> Option<&'a Ahead> {
        let is_stale = |ahead: &&Ahead| {
            let seen = self.get(&ahead.no_name()).and_then(|no| no.parse().ok());
            ahead.no() != seen.unwrap_or(0)
        };
        let mut changed = all.iter().filter(|ahead| {
            let typed = self.check(&mut FieldErrors::default(), ahead);
            typed.is_some()
        });
        changed.find(is_stale)
    }

    /// The plans as typed, of those parts that may be planned and are not so already; or every cell that is wrong.
    pub fn check_all(&self, all: &[Ahead]) -> Result<Vec<NewWeek>, FieldErrors> {
        let mut errors = FieldErrors::default();
        let open: Vec<&Ahead> = all.iter().filter(|ahead| ahead.is_open).collect();
        if open.is_empty() {
            errors.add("form", "Эта неделя уже прошла: её план не меняется");
        }
        let new = open.iter().filter_map(|ahead| self.check(&mut errors, ahead)).collect();
        errors.or(new)
    }

    /// `None` when the part is planned so already, or nothing is to be planned.
    fn check(&self, errors: &mut FieldErrors, ahead: &Ahead) -> Option<NewWeek> {
        let mut targets = vec![];
        for (person, metric) in
            ahead.people.iter().flat_map(|p| ahead.metrics.iter().map(move |m| (p, m)))
        {
            let name = ahead.cell_name(person.id, metric);
            let value = match self.get(&name).map(|typed| read(typed, metric)) {
                None => ahead.value(person.id, metric),
                Some(Ok(value)) => value,
                Some(Err(why)) => {
                    errors.add(name, why);
                    None
                }
            };
            if value.is_some() {
                targets.push(Target { member: Some(person.id), metric: metric.id, value });
            }
        }
        let new = NewWeek { department: ahead.department, part: ahead.part, targets };
        let set = ahead.set.as_ref().map_or(&[][..], |set| &set.targets);
        let is_set = is_same(set, &new.targets);
        Some(new).filter(|_| !is_set)
    }
}

fn is_same(one: &[Target], other: &[Target]) -> bool {
    one.len() == other.len() && one.iter().all(|target| other.contains(target))
}

/// A cell's number; nothing or a dash leaves it to the month's plan.
fn read(typed: &str, metric: &Metric) -> Result<Option<i64>, String> {
    if matches!(typed.trim(), "" | "—" | "-") {
        return Ok(None);
    }
    match Quantity::parse(typed, metric.scale, metric.unit) {
        Ok(quantity) if quantity.minor() < 0 => Err("План не бывает меньше нуля".into()),
        Ok(quantity) if quantity.minor() > metric.most() => {
            Err("Слишком большое число: проверьте, нет ли лишних цифр".into())
        }
        Ok(quantity) => Ok(Some(quantity.minor())),
        Err(why) => Err(why.to_string()),
    }
}

#[cfg(test)]
mod tests;
