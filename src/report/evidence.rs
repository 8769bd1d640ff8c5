//! What was read for a report: people, metrics, versions of plans, facts.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;

use crate::metric::{Kind, Metric};
use crate::plan::decomposition::{DayPlans, Version, day_plans};
use crate::values::{DepartmentId, MemberId, MetricId, Percent, Period, Span, WorkCalendar};

use super::course::{Course, Frame};
use super::profile::Profile;

/// A person who may stand in a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seller {
    pub id: MemberId,
    pub name: String,
    /// Whose plan is a plan of selling; a head's that is the team's sum is not.
    pub sells: bool,
    pub dismissed_on: Option<NaiveDate>,
}

/// A number of an approved version of a month's plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetRow {
    pub month: NaiveDate,
    pub department: Option<DepartmentId>,
    pub effective_on: NaiveDate,
    pub no: i32,
    /// `None`: the version holds no number at all.
    pub cell: Option<(MemberId, MetricId)>,
    pub value: Option<i64>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactRow {
    pub member: MemberId,
    pub metric: MetricId,
    pub day: NaiveDate,
    pub value: i64,
}

#[derive(Debug, Clone, Default)]
pub struct Evidence {
    pub sellers: Vec<Seller>,
    pub metrics: Vec<Metric>,
    pub targets: Vec<TargetRow>,
    pub facts: Vec<FactRow>,
    /// How each money metric usually comes.
    pub profiles: HashMap<MetricId, Profile>,
}

/// One chain of versions: a month of a department.
type Chain = (NaiveDate, Option<DepartmentId>);
type Numbers = HashMap<(MemberId, MetricId), i64>;

/// Day by day of each person and metric that has a plan or a fact.
#[derive(Debug)]
pub struct Courses {
    by_cell: HashMap<(MemberId, MetricId), Course>,
    empty: Course,
}

impl Courses {
    pub fn of(&self, member: MemberId, metric: MetricId) -> &Course {
        self.by_cell.get(&(member, metric)).unwrap_or(&self.empty)
    }
}

impl Evidence {
    pub fn courses(&self, frame: &Frame) -> Courses {
        let empty = Course::empty(frame.period);
        let mut by_cell: HashMap<_, Course> = HashMap::new();
        for ((_, cell), plans) in self.day_plans(frame.calendar) {
            let course = by_cell.entry(cell).or_insert_with(|| empty.clone());
            self.lay(&plans, cell.1, frame, course);
        }
        for fact in self.facts.iter().filter(|fact| frame.period.contains(fact.day)) {
            let course = by_cell.entry((fact.member, fact.metric)).or_insert_with(|| empty.clone());
            let slot = &mut course.fact[offset(frame.period, fact.day)];
            *slot = Some(slot.unwrap_or(0) + fact.value);
        }
        Courses { by_cell, empty }
    }

    /// Each person's month, from every version of its chain; a version that leaves a number out
    /// says «не задан».
    fn day_plans(
        &self,
        calendar: &WorkCalendar,
    ) -> impl Iterator<Item = ((Chain, (MemberId, MetricId)), DayPlans)> {
        let mut chains: BTreeMap<Chain, BTreeMap<(NaiveDate, i32), Numbers>> = BTreeMap::new();
        for row in &self.targets {
            let versions = chains.entry((row.month, row.department)).or_default();
            let numbers = versions.entry((row.effective_on, row.no)).or_default();
            if let (Some(cell), Some(value)) = (row.cell, row.value) {
                numbers.insert(cell, value);
            }
        }
        chains.into_iter().flat_map(move |(chain, versions)| {
            let month = Period::month(chain.0);
            let cells: std::collections::BTreeSet<_> =
                versions.values().flat_map(|numbers| numbers.keys().copied()).collect();
            cells.into_iter().map(move |cell| {
                let versions: Vec<Version> = versions
                    .iter()
                    .map(|(&(effective_on, no), numbers)| Version {
                        effective_on,
                        no,
                        value: numbers.get(&cell).copied(),
                    })
                    .collect();
                ((chain, cell), day_plans(month, &versions, calendar))
            })
        })
    }

    /// Puts a month's day plans into a course. Money of a month or a quarter follows its usual
    /// course once that is known; a week keeps the days people agreed on.
    fn lay(&self, plans: &DayPlans, metric: MetricId, frame: &Frame, course: &mut Course) {
        let profile = self.profile(metric).filter(|_| frame.period.span() != Span::Week);
        let days: Vec<(NaiveDate, Option<i64>)> = match profile {
            Some(profile) if !frame.is_finished() => by_profile(plans, profile, frame.calendar),
            _ => plans.days().collect(),
        };
        for (day, plan) in days.into_iter().filter(|(day, _)| frame.period.contains(*day)) {
            let slot = &mut course.plan[offset(frame.period, day)];
            *slot = plan.map_or(*slot, |plan| Some(slot.unwrap_or(0) + plan));
        }
    }

    pub fn profile(&self, metric: MetricId) -> Option<&Profile> {
        let is_money =
            self.metrics.iter().any(|m| m.id == metric && m.kind == Kind::Money && m.is_summed());
        self.profiles.get(&metric).filter(|_| is_money)
    }
}

/// The same number spread by the profile (formulas, section 1: a weight from a profile).
fn by_profile(
    plans: &DayPlans,
    profile: &Profile,
    calendar: &WorkCalendar,
) -> Vec<(NaiveDate, Option<i64>)> {
    let days: Vec<(NaiveDate, Option<i64>)> = plans.days().collect();
    let total = days.iter().fold(0, |sum, (day, _)| sum + u32::from(calendar.is_working(*day)));
    let whole = plans.total();
    let (mut passed, mut before) = (0, 0);
    let spread = days.into_iter().map(|(day, _)| {
        passed += u32::from(calendar.is_working(day));
        let share = profile.share(passed, total).unwrap_or(Percent::whole(0));
        let by_now = whole.and_then(|whole| share.times(whole))?;
        Some((day, by_now - std::mem::replace(&mut before, by_now)))
    });
    let spread: Option<Vec<_>> = spread.collect();
    spread.into_iter().flatten().map(|(day, plan)| (day, Some(plan))).collect()
}

fn offset(period: Period, day: NaiveDate) -> usize {
    usize::try_from((day - period.first()).num_days()).unwrap_or(0)
}
