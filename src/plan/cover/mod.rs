//! What people cannot carry of a month's plan: they are away, or do not carry a full plan yet (formulas, section 1).
//!
//! A plan is made for all the days somebody would work, in full, until it is decided otherwise. What is missing is given to the
//! others by k·a, shown as «не обеспечено людьми», or left where it is. The department's sum stays to the kopeck.

use chrono::NaiveDate;
use serde::Deserialize;

use super::sheet::Section;
use super::version::Target;
use crate::company::Member;
use crate::metric::Metric;
use crate::values::russian::{NO_BREAK, counted};
use crate::values::{DepartmentId, MemberId, MetricId, Percent, Period, Unit, distribute};
use crate::working_days::{FULL, Roster};

/// For how much work somebody's plan of a month was made, once that was decided: hundredths of days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct Made {
    pub department: DepartmentId,
    pub member: MemberId,
    pub carries: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// To the others of the department.
    Share,
    /// Shown as «не обеспечено людьми».
    Show,
    /// The plan was made knowing it.
    Keep,
}

impl Decision {
    pub const ALL: [Self; 3] = [Self::Share, Self::Show, Self::Keep];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Share => "share",
            Self::Show => "show",
            Self::Keep => "keep",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|decision| decision.code() == code)
    }
}

/// How much of a month's work somebody does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Load {
    pub days: u32,
    /// The days without absences and dismissal.
    pub of: u32,
    /// Hundredths of days: each working day times the share of a full plan.
    pub carries: u32,
}

impl Load {
    pub fn of(person: &Member, month: Period, roster: &Roster) -> Self {
        let is_here = |day: &NaiveDate| person.dismissed_on.is_none_or(|gone| *day < gone);
        let days: Vec<NaiveDate> =
            roster.calendar(person.id).working(month).filter(is_here).collect();
        Self {
            days: u32::try_from(days.len()).unwrap_or(0),
            of: roster.scheduled_of(person.id, month),
            carries: days.iter().map(|day| roster.capacity_of(person.id, *day)).sum(),
        }
    }

    /// «15 из 20 дней», «выход на 60 %»; nothing of who does all of it.
    pub fn words(self) -> Vec<String> {
        let away = (self.days < self.of).then(|| {
            format!("{} из {}", self.days, counted(self.of.into(), "дня", "дней", "дней"))
        });
        let ramp = self.ramp().map(|percent| format!("выход на {percent}{NO_BREAK}%"));
        away.into_iter().chain(ramp).collect()
    }

    /// The average share of a full plan where it is not all.
    fn ramp(self) -> Option<i64> {
        let full = self.days * FULL;
        let share = Percent::of(self.carries.into(), full.into())?;
        (self.carries < full).then(|| share.rounded(0))
    }
}

/// A part of a plan that waits for a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// `None`: what is shown as «не обеспечено людьми» already.
    pub member: Option<MemberId>,
    pub name: String,
    pub words: Vec<String>,
    pub carries: u32,
    /// What is missing of each metric, in minor units.
    pub missing: Vec<(MetricId, i64)>,
}

impl Gap {
    /// Why a version was made: «Петров И.: 15 из 20 дней»
    pub fn reason(&self, decision: Decision) -> String {
        let why = if self.words.is_empty() {
            "не обеспечено людьми".into()
        } else {
            self.words.join(", ")
        };
        let done = match decision {
            Decision::Share => "передано остальным",
            Decision::Show => "показано как не обеспеченное людьми",
            Decision::Keep => "план оставлен",
        };
        if self.member.is_none() {
            format!("Не обеспечено людьми: {done}")
        } else {
            format!("{}: {why}; {done}", self.name)
        }
    }
}

/// A department's month, with what is known of its people.
#[derive(Debug, Clone, Copy)]
pub struct Ground<'a> {
    pub section: &'a Section,
    pub metrics: &'a [Metric],
    pub month: Period,
    pub roster: &'a Roster,
    pub made: &'a [Made],
}

impl Ground<'_> {
    /// What waits for a decision, person by person.
    pub fn gaps(&self) -> Vec<Gap> {
        let sellers = self.section.people.iter().filter(|person| person.sells);
        sellers.filter_map(|person| self.gap(person)).collect()
    }

    fn gap(&self, person: &Member) -> Option<Gap> {
        let load = Load::of(person, self.month, self.roster);
        let decided = self
            .made
            .iter()
            .find(|made| made.department == self.section.department.id && made.member == person.id);
        let made_for = decided.map_or(load.of * FULL, |made| made.carries);
        if load.carries >= made_for {
            return None;
        }
        let missing = self.summed().filter_map(|metric| {
            let plan = self.section.value(person.id, metric.id)?;
            let missing = missing(plan, load.carries, made_for, whole(metric));
            (missing > 0).then_some((metric.id, missing))
        });
        let missing: Vec<_> = missing.collect();
        let (member, name, words) = (Some(person.id), person.name.clone(), load.words());
        let gap = Gap { member, name, words, carries: load.carries, missing };
        Some(gap).filter(|gap| !gap.missing.is_empty())
    }

    /// What is shown as not carried, as something that may still be given to people.
    pub fn uncovered(&self) -> Option<Gap> {
        let missing = self.summed().filter_map(|metric| {
            let value = self.section.uncovered(metric.id).filter(|value| *value > 0)?;
            Some((metric.id, value))
        });
        let missing: Vec<_> = missing.collect();
        let (member, name, words) = (None, String::new(), vec![]);
        let gap = Gap { member, name, words, carries: 0, missing };
        Some(gap).filter(|gap| !gap.missing.is_empty())
    }

    fn summed(&self) -> impl Iterator<Item = &Metric> {
        self.metrics.iter().filter(|metric| metric.is_summed() && metric.adds_up())
    }

    /// The month's plan after a decision; the names of metrics that nobody else could take.
    pub fn covered(&self, gap: &Gap, decision: Decision) -> Result<Vec<Target>, Vec<String>> {
        let mut targets: Vec<Target> =
            self.section.version.iter().flat_map(|version| &version.targets).copied().collect();
        let mut stuck = vec![];
        for (metric, missing) in &gap.missing {
            let Some(metric) = self.metrics.iter().find(|known| known.id == *metric) else {
                continue;
            };
            let shares = match decision {
                Decision::Share => self.shares(gap.member, metric, *missing),
                Decision::Show | Decision::Keep => vec![(None, *missing)],
            };
            if shares.is_empty() {
                stuck.push(metric.name.clone());
            }
            add(&mut targets, gap.member, metric.id, -missing);
            for (member, share) in shares {
                add(&mut targets, member, metric.id, share);
            }
        }
        if stuck.is_empty() { Ok(targets) } else { Err(stuck) }
    }

    /// By k·a among the others who have a plan of the metric.
    fn shares(
        &self,
        from: Option<MemberId>,
        metric: &Metric,
        missing: i64,
    ) -> Vec<(Option<MemberId>, i64)> {
        let others: Vec<(MemberId, u32)> = self
            .section
            .people
            .iter()
            .filter(|person| person.sells && Some(person.id) != from)
            .filter(|person| self.section.value(person.id, metric.id).is_some_and(|plan| plan > 0))
            .map(|person| (person.id, Load::of(person, self.month, self.roster).carries))
            .filter(|(_, carries)| *carries > 0)
            .collect();
        if others.is_empty() {
            return vec![];
        }
        let unit = whole(metric);
        let weights: Vec<u32> = others.iter().map(|(_, carries)| *carries).collect();
        let mut shares: Vec<i64> =
            distribute(missing / unit, &weights).into_iter().map(|share| share * unit).collect();
        shares[0] += missing % unit;
        others.into_iter().map(|(member, _)| Some(member)).zip(shares).collect()
    }
}

/// `plan × (1 − carries / made for)`, in whole units.
fn missing(plan: i64, carries: u32, made_for: u32, unit: i64) -> i64 {
    let lost = i128::from(made_for - carries);
    let missing = i128::from(plan) * lost / i128::from(made_for.max(1)) / i128::from(unit);
    i64::try_from(missing).unwrap_or(0) * unit
}

/// Money goes by whole roubles.
fn whole(metric: &Metric) -> i64 {
    if metric.unit == Unit::Rouble { 10_i64.pow(metric.scale.into()) } else { 1 }
}

fn add(targets: &mut Vec<Target>, member: Option<MemberId>, metric: MetricId, by: i64) {
    let cell = targets.iter_mut().find(|t| t.member == member && t.metric == metric);
    match cell {
        Some(target) => target.value = Some(target.value.unwrap_or(0) + by),
        None => targets.push(Target { member, metric, value: Some(by) }),
    }
    targets.retain(|target| target.member.is_some() || target.value != Some(0));
}

#[cfg(test)]
mod tests;
