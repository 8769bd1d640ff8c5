//! The week as one table: people × metrics, plan, fact and percent, and the department's totals.

use chrono::NaiveDate;

use super::evidence::Evidence;
use super::person::Person;
use crate::metric::{Metric, OverPeople, OverTime};
use crate::plan::Agreed;
use crate::report::status::Status;
use crate::values::{MemberId, MetricId, Percent};

#[derive(Debug, Clone)]
pub struct Sheet {
    /// The columns.
    pub metrics: Vec<Metric>,
    /// Those who sell, then those whose plan is the team's sum.
    pub rows: Vec<Row>,
    /// One per metric.
    pub totals: Vec<Figure>,
}

#[derive(Debug, Clone)]
pub struct Row {
    pub person: Person,
    /// One per metric.
    pub figures: Vec<Figure>,
    /// Closed working days of which nothing was said.
    pub silent: Vec<NaiveDate>,
    /// Days said after their hour.
    pub late: Vec<NaiveDate>,
}

/// Plan and fact of a metric in the week, in minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Figure {
    /// Of the whole week; `None`: не задан.
    pub plan: Option<i64>,
    /// `None`: nothing was said.
    pub fact: Option<i64>,
    /// What was said before corrections, where any was made.
    pub original: Option<i64>,
    pub is_corrected: bool,
    /// Plan and fact of the days compared ([`Evidence::basis`]), of those who have a plan; and the one of the other.
    pub due: Option<i64>,
    pub done: Option<i64>,
    pub percent: Option<Percent>,
}

impl Figure {
    pub fn status(&self) -> Option<Status> {
        Status::after(self.percent)
    }
}

impl Row {
    /// Whether the row is a part of the department's totals.
    pub fn is_team(&self) -> bool {
        self.person.sells
    }
}

impl Sheet {
    pub fn lay(evidence: &Evidence) -> Self {
        let agreed = evidence.agreed(evidence.part);
        let laying = Laying { evidence, agreed: &agreed, basis: evidence.basis() };
        let metrics: Vec<Metric> = evidence.shown().cloned().collect();
        let mut rows: Vec<Row> = evidence
            .people
            .iter()
            .filter(|person| laying.is_on(person))
            .map(|person| laying.row(person, &metrics))
            .collect();
        rows.sort_by_key(|row| !row.person.sells);
        let totals = metrics.iter().map(|metric| laying.total(metric, &rows)).collect();
        Self { metrics, rows, totals }
    }

    pub fn row(&self, member: MemberId) -> Option<&Row> {
        self.rows.iter().find(|row| row.person.id == member)
    }

    /// How many days nobody spoke of, over all people.
    pub fn silent_days(&self) -> usize {
        self.rows.iter().map(|row| row.silent.len()).sum()
    }
}

struct Laying<'a> {
    evidence: &'a Evidence,
    agreed: &'a Agreed,
    basis: NaiveDate,
}

impl Laying<'_> {
    /// Those who sell here this week, and whoever has a plan or a fact here.
    fn is_on(&self, person: &Person) -> bool {
        let evidence = self.evidence;
        let has = |of: &dyn Fn(&Metric) -> bool| evidence.shown().any(of);
        let has_fact = has(&|metric| evidence.facts.days((person.id, metric.id)).next().is_some());
        let has_plan = has(&|metric| self.agreed.of(person.id, metric.id).is_some());
        let is_here = person.sells && person.is_seen(evidence.department.id, evidence.part);
        has_fact || is_here || has_plan && !person.is_gone(evidence.part.starts_on)
    }

    fn row(&self, person: &Person, metrics: &[Metric]) -> Row {
        let figures = metrics.iter().map(|metric| self.figure(person.id, metric)).collect();
        let late = self.evidence.facts.late(person.id);
        Row { figures, silent: self.silent(person), late, person: person.clone() }
    }

    fn figure(&self, member: MemberId, metric: &Metric) -> Figure {
        let plan = self.agreed.goal(member, metric);
        let fact = self.fact(member, metric, self.evidence.part.ends_on);
        let (is_corrected, original) = self.original(member, metric);
        let compared =
            self.compared(metric, self.due(member, metric), self.fact(member, metric, self.basis));
        // Nobody is judged by what nobody carries.
        let percent = compared.percent.filter(|_| !member.is_nobody());
        let compared = Figure { percent, ..compared };
        Figure { plan, fact, original, is_corrected, ..compared }
    }

    /// Of a week that is over silence counts as nothing done.
    fn compared(&self, metric: &Metric, due: Option<i64>, done: Option<i64>) -> Figure {
        let is_over = self.basis >= self.evidence.part.ends_on && metric.is_summed();
        let done = done.or(is_over.then_some(0));
        let percent = done.zip(due).and_then(|(done, due)| metric.direction.attainment(done, due));
        Figure { due, done: done.filter(|_| due.is_some()), percent, ..Figure::default() }
    }

    /// The plan that a fact up to the basis is held against.
    fn due(&self, member: MemberId, metric: &Metric) -> Option<i64> {
        if metric.is_summed() {
            return self.agreed.to_date(member, metric.id, self.basis);
        }
        self.agreed.goal(member, metric)
    }

    fn fact(&self, member: MemberId, metric: &Metric, to: NaiveDate) -> Option<i64> {
        match metric.over_time {
            OverTime::Ratio { numerator, denominator } => {
                let part =
                    |id: MetricId| self.evidence.facts.value(member, self.evidence.metric(id)?, to);
                self.ratio(metric, (numerator, part(numerator)), (denominator, part(denominator)))
            }
            _ => self.evidence.facts.value(member, metric, to),
        }
    }

    fn ratio(
        &self,
        metric: &Metric,
        top: (MetricId, Option<i64>),
        bottom: (MetricId, Option<i64>),
    ) -> Option<i64> {
        let (over, under) = (self.evidence.metric(top.0)?, self.evidence.metric(bottom.0)?);
        metric.ratio((over, top.1.unwrap_or(0)), (under, bottom.1?))
    }

    /// Whether any day was corrected, and what the week was before.
    fn original(&self, member: MemberId, metric: &Metric) -> (bool, Option<i64>) {
        let days: Vec<_> = self.evidence.facts.days((member, metric.id)).collect();
        let is_corrected = days.iter().any(|(_, fact)| fact.correction.is_some());
        if !is_corrected {
            return (false, None);
        }
        let mut before = days.iter().filter_map(|(_, fact)| match &fact.correction {
            None => Some(fact.value),
            Some(correction) => correction.original.as_ref().map(|original| original.value),
        });
        let original = match metric.over_time {
            OverTime::Last => before.next_back(),
            _ => before.fold(None, |sum, value| Some(sum.unwrap_or(0) + value)),
        };
        (true, original)
    }

    fn silent(&self, person: &Person) -> Vec<NaiveDate> {
        let evidence = self.evidence;
        let (closed, from) = (evidence.closed_day(), evidence.closures.rules.tracking_from);
        evidence
            .part
            .working_days(evidence.roster.calendar(person.id))
            .filter(|day| person.sells && *day <= closed && *day >= from)
            .filter(|day| person.is_in(evidence.department.id, *day))
            .filter(|day| !evidence.facts.is_known(person.id, *day))
            .collect()
    }

    /// Facts of everybody; plan and percent of those who sell and have a plan. A ratio is made of sums.
    fn total(&self, metric: &Metric, rows: &[Row]) -> Figure {
        let everybody = |to| added(rows.iter().map(|row| self.fact(row.person.id, metric, to)));
        let sums = |id: MetricId| {
            let part = self.evidence.metric(id)?;
            let of = |row: &Row| {
                self.evidence.facts.value(row.person.id, part, self.evidence.part.ends_on)
            };
            added(rows.iter().map(of))
        };
        match (metric.over_time, metric.over_people) {
            (OverTime::Ratio { numerator, denominator }, _) => {
                let (top, bottom) =
                    ((numerator, sums(numerator)), (denominator, sums(denominator)));
                Figure { fact: self.ratio(metric, top, bottom), ..Figure::default() }
            }
            (OverTime::Last, OverPeople::Sum) => {
                Figure { fact: everybody(self.evidence.part.ends_on), ..Figure::default() }
            }
            (OverTime::Sum, OverPeople::Sum) => {
                Figure { fact: everybody(self.evidence.part.ends_on), ..self.planned(metric, rows) }
            }
            _ => Figure::default(),
        }
    }

    fn planned(&self, metric: &Metric, rows: &[Row]) -> Figure {
        let planned = || {
            rows.iter()
                .filter(|row| row.is_team())
                .filter_map(|row| Some((row.person.id, self.agreed.of(row.person.id, metric.id)?)))
        };
        let plan = added(planned().map(|(_, plan)| Some(plan)));
        let due = added(planned().map(|(id, _)| self.due(id, metric)));
        let done = added(planned().map(|(id, _)| self.fact(id, metric, self.basis)));
        Figure { plan, ..self.compared(metric, due, done) }
    }
}

/// Nothing of everybody is nothing; of some it counts for nothing.
pub fn added(values: impl Iterator<Item = Option<i64>>) -> Option<i64> {
    values.flatten().fold(None, |sum, value| Some(sum.unwrap_or(0) + value))
}

#[cfg(test)]
mod tests;
