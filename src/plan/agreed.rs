//! What people are to do in a part of a week: the head's plan of it where one was set, else the month's plan by days.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;

use super::decomposition::{self, day_plans};
use super::version::{Version, WeekPlan};
use crate::metric::Metric;
use crate::values::{DepartmentId, MemberId, MetricId, WeekPart, WorkCalendar, distribute};
use crate::working_days::Roster;

/// One person's metric.
type Cell = (MemberId, MetricId);

/// The plan of a week part, in minor units, day by day; what no person carries is `MemberId::NOBODY`'s.
#[derive(Debug, Clone)]
pub struct Agreed {
    part: WeekPart,
    by_month: HashMap<Cell, Vec<Option<i64>>>,
    by_week: HashMap<Cell, Vec<Option<i64>>>,
}

impl Agreed {
    /// `history`: every version of the part's month, of all departments; `weeks`: the last plans of this very part.
    /// A sum is spread over the working days left; another number holds on each day as it is.
    pub fn lay(
        part: WeekPart,
        metrics: &[Metric],
        history: &[Version],
        weeks: &[WeekPlan],
        roster: &Roster,
    ) -> Self {
        let is_summed =
            |id: MetricId| metrics.iter().any(|metric| metric.id == id && metric.is_summed());
        let mut by_month = HashMap::new();
        for (department, cell) in planned(history) {
            let chain = chain(history, department, cell);
            let days = if is_summed(cell.1) {
                of_sum(part, &chain, roster.calendar(cell.0))
            } else {
                vec![newest(part, &chain); part.days().count()]
            };
            add(by_month.entry(cell).or_default(), &days);
        }
        let mut by_week = HashMap::new();
        for plan in weeks.iter().filter(|plan| plan.part == part) {
            for target in &plan.targets {
                let (Some(member), Some(value)) = (target.member, target.value) else { continue };
                let days = if is_summed(target.metric) {
                    over_days(part, value, roster.calendar(member))
                } else {
                    vec![Some(value); part.days().count()]
                };
                add(by_week.entry((member, target.metric)).or_default(), &days);
            }
        }
        Self { part, by_month, by_week }
    }

    /// The whole part's plan of a sum; `None`: не задан.
    pub fn of(&self, member: MemberId, metric: MetricId) -> Option<i64> {
        total(self.days(member, metric)?)
    }

    /// The plan of one day; of a number that is not a sum, its target.
    pub fn on(&self, member: MemberId, metric: MetricId, day: NaiveDate) -> Option<i64> {
        let at = usize::try_from((day - self.part.starts_on).num_days()).ok()?;
        self.days(member, metric)?.get(at).copied().flatten()
    }

    /// What a fact of the whole part is held against: of a sum its plan, of another number the target at its end.
    pub fn goal(&self, member: MemberId, metric: &Metric) -> Option<i64> {
        if metric.is_summed() {
            return self.of(member, metric.id);
        }
        self.on(member, metric.id, self.part.ends_on)
    }

    /// The plan of a sum up to a day, this day included.
    pub fn to_date(&self, member: MemberId, metric: MetricId, day: NaiveDate) -> Option<i64> {
        let passed = (day - self.part.starts_on).num_days() + 1;
        let passed = usize::try_from(passed).unwrap_or(0);
        let days = self.days(member, metric)?;
        total(&days[..passed.min(days.len())])
    }

    /// What the month's plan gives this part, whatever the head set.
    pub fn by_month(&self, member: MemberId, metric: MetricId) -> Option<i64> {
        total(self.by_month.get(&(member, metric))?)
    }

    /// Every cell that has a plan of the month or of the week.
    pub fn cells(&self) -> impl Iterator<Item = (MemberId, MetricId)> {
        let cells: BTreeSet<Cell> =
            self.by_month.keys().chain(self.by_week.keys()).copied().collect();
        cells.into_iter()
    }

    fn days(&self, member: MemberId, metric: MetricId) -> Option<&Vec<Option<i64>>> {
        let cell = (member, metric);
        self.by_week.get(&cell).or_else(|| self.by_month.get(&cell))
    }
}

/// Whose number of what stands in which department's versions.
fn planned(history: &[Version]) -> BTreeSet<(Option<DepartmentId>, Cell)> {
    let targets = history
        .iter()
        .flat_map(|version| version.targets.iter().map(|target| (version.department, target)));
    targets
        .map(|(of, target)| (of, (target.member.unwrap_or(MemberId::NOBODY), target.metric)))
        .collect()
}

fn chain(
    history: &[Version],
    department: Option<DepartmentId>,
    (member, metric): Cell,
) -> Vec<decomposition::Version> {
    let own = history.iter().filter(|version| version.department == department);
    own.map(|version| decomposition::Version {
        effective_on: version.effective_on,
        no: version.no,
        value: version.value(Some(member).filter(|member| !member.is_nobody()), metric),
    })
    .collect()
}

fn of_sum(
    part: WeekPart,
    chain: &[decomposition::Version],
    calendar: &WorkCalendar,
) -> Vec<Option<i64>> {
    let plans = day_plans(part.month(), chain, calendar);
    plans.days().filter(|(day, _)| part.contains(*day)).map(|(_, plan)| plan).collect()
}

fn newest(part: WeekPart, chain: &[decomposition::Version]) -> Option<i64> {
    let in_force = chain.iter().filter(|version| version.effective_on <= part.ends_on);
    in_force.max_by_key(|version| version.no)?.value
}

/// A number over a person's working days of a part, else the company's, else all of its days. What is learnt of days within
/// the part moves the days left only.
pub fn over_days(part: WeekPart, value: i64, calendar: &WorkCalendar) -> Vec<Option<i64>> {
    let mut days: Vec<i64> = vec![];
    let learnt = calendar.learnt(part.starts_on, part.ends_on);
    for from in std::iter::once(part.starts_on).chain(learnt) {
        days.truncate(usize::try_from((from - part.starts_on).num_days()).unwrap_or(0));
        let left = value - days.iter().sum::<i64>();
        let weights = calendar.as_known_on(from).weights(from, part.ends_on);
        days.extend(distribute(left, &weights));
    }
    days.into_iter().map(Some).collect()
}

fn add(to: &mut Vec<Option<i64>>, from: &[Option<i64>]) {
    to.resize(from.len().max(to.len()), None);
    for (sum, value) in to.iter_mut().zip(from) {
        *sum = value.map_or(*sum, |value| Some(sum.unwrap_or(0) + value));
    }
}

fn total(days: &[Option<i64>]) -> Option<i64> {
    days.iter().flatten().fold(None, |sum, value| Some(sum.unwrap_or(0) + value))
}

#[cfg(test)]
mod tests {
    use super::super::sheet::tests::{day, metric, sales, seller, target, version};
    use super::*;
    use crate::values::Unit;

    fn plain() -> Roster {
        Roster::plain(WorkCalendar::russia().clone())
    }

    fn part() -> WeekPart {
        WeekPart::containing(day("2026-11-18"))
    }

    fn meetings() -> Metric {
        metric(10, Unit::Piece, 0)
    }

    fn lay(history: &[Version], weeks: &[WeekPlan]) -> Agreed {
        Agreed::lay(part(), &[meetings()], history, weeks, &plain())
    }

    fn week(value: i64) -> WeekPlan {
        WeekPlan {
            department: sales().id,
            part: part(),
            no: 1,
            by_name: "Орлова М.".into(),
            at: "2026-11-13T13:00:00Z".parse().unwrap(),
            targets: vec![target(Some(21), 10, value)],
        }
    }

    #[test]
    fn without_a_plan_of_the_week_the_month_gives_it() {
        let history = [version(1, vec![target(Some(21), 10, 23)])];
        let agreed = lay(&history, &[]);
        let (ivanova, meetings) = (seller(21, "").id, meetings().id);
        // 23 meetings over weeks of 4, 5, 5, 5, 1 days: 4, 6, 6, 6, 1 (formulas, section 1).
        assert_eq!(agreed.of(ivanova, meetings), Some(6));
        let days: Vec<_> = part().days().map(|on| agreed.on(ivanova, meetings, on)).collect();
        let days: Vec<_> = days.into_iter().map(Option::unwrap).collect();
        assert_eq!(days, [2, 1, 1, 1, 1, 0, 0]);
        assert_eq!(agreed.of(seller(22, "").id, meetings), None);
    }

    #[test]
    fn the_heads_plan_of_the_week_takes_the_place_of_the_months() {
        let history = [version(1, vec![target(Some(21), 10, 23)])];
        let agreed = lay(&history, &[week(11)]);
        let (ivanova, meetings) = (seller(21, "").id, meetings().id);
        assert_eq!(agreed.of(ivanova, meetings), Some(11));
        assert_eq!(agreed.by_month(ivanova, meetings), Some(6));
        assert_eq!(agreed.on(ivanova, meetings, day("2026-11-16")), Some(3));
        assert_eq!(agreed.on(ivanova, meetings, day("2026-11-21")), Some(0));
        assert_eq!(agreed.to_date(ivanova, meetings, day("2026-11-17")), Some(5));
        assert_eq!(agreed.to_date(ivanova, meetings, day("2026-12-17")), Some(11));
        assert_eq!(agreed.to_date(ivanova, meetings, day("2026-11-10")), None);
    }

    #[test]
    fn a_number_that_is_not_a_sum_is_held_against_its_target_and_not_against_five_of_them() {
        let debt = Metric { over_time: crate::metric::OverTime::Last, ..meetings() };
        let history = [version(1, vec![target(Some(21), 10, 23)])];
        let agreed = Agreed::lay(part(), std::slice::from_ref(&debt), &history, &[], &plain());
        assert_eq!(agreed.goal(seller(21, "").id, &debt), Some(23));
        assert_eq!(lay(&history, &[]).goal(seller(21, "").id, &meetings()), Some(6));
    }

    #[test]
    fn zero_is_a_plan() {
        let agreed = lay(&[version(1, vec![target(Some(21), 10, 23)])], &[week(0)]);
        assert_eq!(agreed.of(seller(21, "").id, meetings().id), Some(0));
    }
}
