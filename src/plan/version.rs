//! A version of a month's plan: approved once and never changed; another number is another version.
use chrono::{DateTime, NaiveDate, Utc};

use crate::values::{DepartmentId, ImportId, MemberId, MetricId, PlanVersionId, WeekPart};

/// One cell of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Target {
    /// `None`: no person carries it, «не обеспечено людьми».
    pub member: Option<MemberId>,
    pub metric: MetricId,
    /// Minor units of the metric; `None`: не задан, `Some(0)`: zero.
    pub value: Option<i64>,
}

/// A version to be approved. It states the whole month of the department.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewVersion {
    pub department: DepartmentId,
    /// The first day of the month.
    pub month: NaiveDate,
    /// Days before it keep the plan they had.
    pub effective_on: NaiveDate,
    /// Why; asked of every version after the first.
    pub reason: Option<String>,
    /// The import that brought it.
    pub import: Option<ImportId>,
    pub targets: Vec<Target>,
}

/// An approved version with its targets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    pub id: PlanVersionId,
    pub department: Option<DepartmentId>,
    /// The first day of the month.
    pub month: NaiveDate,
    pub no: i32,
    pub effective_on: NaiveDate,
    pub reason: Option<String>,
    pub import: Option<ImportId>,
    pub by_name: String,
    pub approved_at: DateTime<Utc>,
    pub targets: Vec<Target>,
}

impl Version {
    /// The number of a cell; `None` when it is not set here.
    pub fn value(&self, member: Option<MemberId>, metric: MetricId) -> Option<i64> {
        let cell = self.targets.iter().find(|t| t.member == member && t.metric == metric)?;
        cell.value
    }
}

/// What a head asks of people in a part of a week, out of what is left of the month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewWeek {
    pub department: DepartmentId,
    pub part: WeekPart,
    pub targets: Vec<Target>,
}

/// The last plan of a department's week.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeekPlan {
    pub department: DepartmentId,
    pub part: WeekPart,
    /// Each saving is another version; the first is 1.
    pub no: i32,
    pub by_name: String,
    pub at: DateTime<Utc>,
    pub targets: Vec<Target>,
}

/// What was set for some weeks of a department: every version of their months, the last plan of each week.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plans {
    /// The earliest version of a month first.
    pub months: Vec<Version>,
    pub weeks: Vec<WeekPlan>,
}

impl Plans {
    /// The last plan of a part of a week, where one was set.
    pub fn week(&self, part: WeekPart) -> Option<&WeekPlan> {
        self.weeks.iter().find(|week| week.part == part)
    }

    /// The newest version of a month: it states the whole of it.
    pub fn month(&self, first: NaiveDate) -> Option<&Version> {
        self.months.iter().filter(|version| version.month == first).max_by_key(|v| v.no)
    }

    /// Every version of a month.
    pub fn history(&self, first: NaiveDate) -> Vec<Version> {
        self.months.iter().filter(|version| version.month == first).cloned().collect()
    }
}

impl WeekPlan {
    /// The number of a person; `None` when it is not set here.
    pub fn value(&self, member: MemberId, metric: MetricId) -> Option<i64> {
        let mut cells = self.targets.iter();
        cells.find(|t| t.member == Some(member) && t.metric == metric)?.value
    }
}
