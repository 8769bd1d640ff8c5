//! What is said of a period to one reader.

use crate::metric::Metric;
use crate::overview::{Summary, summary};
use crate::report::course::Frame;
use crate::report::evidence::Evidence;
use crate::report::run_rate::run_rate as run_rate_of;
use crate::report::table::{Cell, Table, table};
use crate::values::{MemberId, MetricId};

use super::asked::{Focus, Phase};
use super::figure::Figure;
use super::reach::Reach;

/// The figures of a period, as far as the reader sees.
#[derive(Debug, Clone)]
pub struct Report {
    pub frame: Frame,
    pub focus: Focus,
    /// Of all whose rows are seen, or of the one person.
    pub summary: Summary,
    /// Of a manager's department: only its totals are shown.
    pub team: Option<Table>,
    /// Metrics whose plan to date follows the usual course of money.
    coursed: Vec<MetricId>,
}

impl Report {
    /// `None`: a person or a metric that is not there for this reader.
    pub fn of(evidence: Evidence, frame: Frame, reach: &Reach, focus: Focus) -> Option<Self> {
        let metrics = evidence.metrics.iter();
        let coursed =
            metrics.map(|m| m.id).filter(|id| evidence.usual_course(*id, &frame).is_some());
        let coursed = coursed.collect();
        let (seen, focus, team) = match reach {
            Reach::Company => (evidence, focus, None),
            Reach::Departments(ids) => (evidence.of_departments(ids), focus, None),
            Reach::Own { member, department } => {
                let of = |id| table(&evidence.clone().of_departments(&[id]), &frame);
                let team = department.map(of);
                (evidence.of_person(*member), own(*member, focus)?, team)
            }
        };
        let seen = focused(seen, focus)?;
        // Who said nothing on which day is another page's matter.
        let summary = summary(&seen, &frame, chrono::NaiveDate::MAX);
        Some(Self { frame, focus, summary, team, coursed })
    }

    pub fn phase(&self) -> Phase {
        Phase::of(&self.frame)
    }

    pub fn table(&self) -> &Table {
        &self.summary.table
    }

    pub fn figure(&self, metric: &Metric, cell: Cell) -> Figure {
        let has_course = self.coursed.contains(&metric.id);
        let going = self.phase() == Phase::Going;
        let run_rate = cell.pace.filter(|_| going);
        let run_rate = run_rate.and_then(|pace| run_rate_of(pace, &self.frame, has_course));
        Figure { cell, run_rate, phase: self.phase() }
    }

    /// Whether «при таком темпе» of this metric is an even one although money comes unevenly.
    pub fn is_rough(&self, metric: &Metric) -> bool {
        metric.kind == crate::metric::Kind::Money && !self.coursed.contains(&metric.id)
    }
}

/// A manager's page is about himself, whatever is asked.
fn own(member: MemberId, focus: Focus) -> Option<Focus> {
    match focus {
        Focus::Person(other) if other != member => None,
        _ => Some(Focus::Person(member)),
    }
}

fn focused(mut seen: Evidence, focus: Focus) -> Option<Evidence> {
    match focus {
        Focus::Everybody => Some(seen),
        Focus::Person(id) => {
            seen.sellers.iter().any(|seller| seller.id == id).then(|| seen.of_person(id))
        }
        Focus::Metric(id) => {
            let (one, others): (Vec<_>, Vec<_>) =
                seen.metrics.into_iter().partition(|metric| metric.id == id);
            seen.metrics = one;
            seen.hidden.extend(others);
            (!seen.metrics.is_empty()).then_some(seen)
        }
    }
}
