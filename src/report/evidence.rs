//! What was read for a report: people, metrics, versions of plans, facts.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;

use crate::metric::{Kind, Metric};
use crate::plan::decomposition::{DayPlans, Version, day_plans, day_plans_by, spread};
use crate::plan::{WeekPlan, over_days};
use crate::values::{
    DepartmentId, MemberId, MetricId, Percent, Period, Span, WeekPart, WorkCalendar,
};

use super::course::{Course, Frame};
use super::profile::Profile;

/// How the part of a plan that no person carries is called.
pub const UNCOVERED: &str = "Не обеспечено людьми";

/// A person who may stand in a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seller {
    pub id: MemberId,
    pub name: String,
    /// Whose plan is a plan of selling; a head's that is the team's sum is not.
    pub sells: bool,
    /// The present one.
    pub department: Option<DepartmentId>,
    pub dismissed_on: Option<NaiveDate>,
}

impl Seller {
    /// Who carries what no person does, when something of a plan is so.
    pub fn nobody(targets: &[TargetRow]) -> Option<Self> {
        let is_nobodys = |row: &TargetRow| row.cell.is_some_and(|(member, _)| member.is_nobody());
        targets.iter().any(is_nobodys).then(|| Self {
            id: MemberId::NOBODY,
            name: UNCOVERED.into(),
            sells: true,
            department: None,
            dismissed_on: None,
        })
    }
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

/// What was done on a day; several of one day add up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactRow {
    pub member: MemberId,
    pub metric: MetricId,
    pub day: NaiveDate,
    /// Where the person was on that day.
    pub department: Option<DepartmentId>,
    pub value: i64,
}

#[derive(Debug, Clone, Default)]
pub struct Evidence {
    pub sellers: Vec<Seller>,
    /// The columns.
    pub metrics: Vec<Metric>,
    /// Not shown, but ratios may be made of them.
    pub hidden: Vec<Metric>,
    pub targets: Vec<TargetRow>,
    /// Of a day or a week: what heads set for it out of the month.
    pub weeks: Vec<WeekPlan>,
    pub facts: Vec<FactRow>,
    /// How each money metric usually comes.
    pub profiles: HashMap<MetricId, Profile>,
}

/// One person's metric.
type Cell = (MemberId, MetricId);
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
        for (cell, plans) in self.day_plans(frame) {
            lay(&plans, frame, by_cell.entry(cell).or_insert_with(|| empty.clone()));
        }
        for ((cell, part), plans) in self.week_plans(frame) {
            let course = by_cell.entry(cell).or_insert_with(|| empty.clone());
            for (day, plan) in part.days().zip(plans).filter(|(d, _)| frame.period.contains(*d)) {
                course.plan[offset(frame.period, day)] = Some(plan);
            }
        }
        let planned: HashMap<_, Vec<Period>> = by_cell
            .iter()
            .map(|(cell, course)| (*cell, course.planned_months(frame.period).collect()))
            .collect();
        let (first, last) = (frame.period.first(), frame.period.last());
        for fact in self.facts.iter().filter(|fact| first <= fact.day && fact.day <= last) {
            let cell = (fact.member, fact.metric);
            let course = by_cell.entry(cell).or_insert_with(|| empty.clone());
            let is_outside = self.is_summed(fact.metric)
                && planned.get(&cell).is_some_and(|months| is_outside(months, fact.day));
            let days = if is_outside { &mut course.outside } else { &mut course.fact };
            let slot = &mut days[offset(frame.period, fact.day)];
            *slot = Some(slot.unwrap_or(0) + fact.value);
        }
        Courses { by_cell, empty }
    }

    /// The months of people whose facts are held against a plan of a metric: of one person, or of
    /// all whose plans are added up. All other facts stand outside of it.
    pub fn planned_months(
        &self,
        frame: &Frame,
        metric: MetricId,
        of: Option<MemberId>,
    ) -> Vec<(MemberId, Period)> {
        let courses = self.courses(frame);
        let asked = |seller: &&Seller| of.map_or(seller.sells, |id| seller.id == id);
        let months = |seller: &Seller| {
            let course = courses.of(seller.id, metric);
            course.planned_months(frame.period).map(|month| (seller.id, month)).collect::<Vec<_>>()
        };
        self.sellers.iter().filter(asked).flat_map(months).collect()
    }

    fn is_summed(&self, metric: MetricId) -> bool {
        self.metric(metric).is_some_and(Metric::is_summed)
    }

    /// What heads set for parts of weeks takes the place of the month's days; of two departments both count.
    fn week_plans(&self, frame: &Frame) -> BTreeMap<(Cell, WeekPart), Vec<i64>> {
        let mut plans: BTreeMap<_, Vec<i64>> = BTreeMap::new();
        for week in &self.weeks {
            for target in &week.targets {
                let (Some(member), Some(value)) = (target.member, target.value) else { continue };
                if !self.is_summed(target.metric) {
                    continue;
                }
                let days = over_days(week.part, value, frame.roster.calendar(member));
                let sums = plans.entry(((member, target.metric), week.part)).or_default();
                sums.resize(days.len(), 0);
                for (sum, day) in sums.iter_mut().zip(days) {
                    *sum += day.unwrap_or(0);
                }
            }
        }
        plans
    }

    /// Each person's month, from every version of its chain; a version that leaves a number out
    /// says «не задан».
    fn day_plans(&self, frame: &Frame) -> impl Iterator<Item = ((MemberId, MetricId), DayPlans)> {
        let mut chains: BTreeMap<Chain, BTreeMap<(i32, NaiveDate), Numbers>> = BTreeMap::new();
        for row in &self.targets {
            let versions = chains.entry((row.month, row.department)).or_default();
            let numbers = versions.entry((row.no, row.effective_on)).or_default();
            if let (Some(cell), Some(value)) = (row.cell, row.value) {
                numbers.insert(cell, value);
            }
        }
        chains.into_iter().flat_map(move |((month, _), versions)| {
            let month = Period::month(month);
            let cells: BTreeSet<_> =
                versions.values().flat_map(|numbers| numbers.keys().copied()).collect();
            cells.into_iter().map(move |cell| {
                let versions: Vec<Version> = versions
                    .iter()
                    .map(|(&(no, effective_on), numbers)| Version {
                        effective_on,
                        no,
                        value: numbers.get(&cell).copied(),
                    })
                    .collect();
                (cell, self.spread(month, &versions, cell, frame))
            })
        })
    }

    /// Money that follows its usual course is spread by it, each version over the days it found
    /// left.
    fn spread(
        &self,
        month: Period,
        versions: &[Version],
        (member, metric): Cell,
        frame: &Frame,
    ) -> DayPlans {
        let calendar = frame.roster.calendar(member);
        match self.usual_course(metric, frame) {
            Some(profile) => day_plans_by(month, versions, calendar, |value, from, known| {
                by_profile(value, month, from, profile, known)
                    .unwrap_or_else(|| spread(value, month, from, known))
            }),
            None => day_plans(month, versions, calendar),
        }
    }

    /// Of the columns or hidden.
    pub fn metric(&self, id: MetricId) -> Option<&Metric> {
        self.metrics.iter().chain(&self.hidden).find(|metric| metric.id == id)
    }

    /// How money of this period comes, once that is known; a week or a day keeps what people agreed
    /// on, and what is finished is judged by its whole plan.
    pub fn usual_course(&self, metric: MetricId, frame: &Frame) -> Option<&Profile> {
        let is_agreed = matches!(frame.period.span(), Span::Week | Span::Day);
        self.profile(metric).filter(|_| !is_agreed && !frame.is_finished())
    }

    pub fn profile(&self, metric: MetricId) -> Option<&Profile> {
        let is_money =
            self.metrics.iter().any(|m| m.id == metric && m.kind == Kind::Money && m.is_summed());
        self.profiles.get(&metric).filter(|_| is_money)
    }
}

/// Whether the month of a day has no plan, while another of the period has one.
fn is_outside(planned: &[Period], day: NaiveDate) -> bool {
    !planned.is_empty() && !planned.iter().any(|month| month.contains(day))
}

/// Puts a month's day plans into a course.
fn lay(plans: &DayPlans, frame: &Frame, course: &mut Course) {
    let days = frame.period.first()..=frame.period.last();
    for (day, plan) in plans.days().filter(|(day, _)| days.contains(day)) {
        let slot = &mut course.plan[offset(frame.period, day)];
        *slot = plan.map_or(*slot, |plan| Some(slot.unwrap_or(0) + plan));
    }
}

/// A number over the days from one to the month's last, as the profile has the rest of the money
/// come (formulas, section 1: a weight from a profile). `None` when by then usually all has come.
fn by_profile(
    value: i64,
    month: Period,
    from: NaiveDate,
    profile: &Profile,
    calendar: &WorkCalendar,
) -> Option<Vec<i64>> {
    let total = calendar.working_days_in(month);
    let eve = from.pred_opt()?;
    let mut passed = calendar.working_days(month.first(), eve);
    let gone = profile.share(passed, total)?;
    Percent::whole(100).since(gone)?;
    let mut before = 0;
    let days = from.iter_days().take_while(|day| *day <= month.last());
    let spread = days.map(|day| {
        if !calendar.is_working(day) {
            return Some(0);
        }
        passed += 1;
        let by_now = profile.share(passed, total)?.since(gone)?.times(value)?;
        Some(by_now - std::mem::replace(&mut before, by_now))
    });
    spread.collect()
}

fn offset(period: Period, day: NaiveDate) -> usize {
    usize::try_from((day - period.first()).num_days()).unwrap_or(0)
}
