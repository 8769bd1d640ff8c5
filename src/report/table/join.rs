//! The figures of one person.
use crate::metric::{Metric, OverTime};
use crate::values::{Percent, WorkCalendar};

use super::{Cell, Place, Row};
use crate::report::course::{Course, Frame};
use crate::report::evidence::{Courses, Evidence, Seller, TargetRow};
use crate::report::pace::Pace;
use crate::report::status::{Grey, Status};

/// Everything a figure is made of.
pub(super) struct Join<'a> {
    pub evidence: &'a Evidence,
    pub frame: &'a Frame,
    pub courses: &'a Courses,
}

impl Join<'_> {
    /// `None` for people with neither plan nor fact who do not sell or have left, or whose period
    /// is over.
    pub fn row(&self, seller: &Seller) -> Option<Row> {
        let of = |metric: &Metric| self.courses.of(seller.id, metric.id);
        let metrics = &self.evidence.metrics;
        let any = |has: fn(&Course) -> bool| metrics.iter().any(|metric| has(of(metric)));
        let gone = seller.dismissed_on.is_some_and(|day| day <= self.frame.period.first());
        let is_idle = !any(Course::has_plan) && !any(Course::has_fact);
        if is_idle && (gone || !seller.sells || self.frame.is_finished()) {
            return None;
        }
        if seller.id.is_nobody() && !any(Course::has_plan) {
            return None;
        }
        let place = match (any(Course::has_plan), seller.sells) {
            _ if seller.id.is_nobody() => Place::Nobody,
            (true, true) => Place::Team,
            (true, false) => Place::Apart,
            (false, _) => Place::Outside,
        };
        let cells = metrics.iter().map(|metric| self.cell(metric, seller)).collect();
        Some(Row { seller: seller.clone(), place, cells })
    }

    fn cell(&self, metric: &Metric, seller: &Seller) -> Cell {
        let course = self.courses.of(seller.id, metric.id);
        let cell = self.figure(metric, seller, course);
        if seller.id.is_nobody() {
            return Cell { to_date: None, status: Status::Grey(Grey::Nobody), ..cell };
        }
        cell
    }

    fn figure(&self, metric: &Metric, seller: &Seller, course: &Course) -> Cell {
        match metric.over_time {
            OverTime::Sum => self.sum(metric, course, self.frame.roster.calendar(seller.id)),
            OverTime::Last => {
                let fact = course.last_fact(self.frame.closed_days());
                self.against_target(metric, fact, self.target(seller, metric), course)
            }
            OverTime::Ratio { numerator, denominator } => {
                let part = |id| self.fact(id, |other| other.id == seller.id);
                let fact = self.ratio(metric, numerator, denominator, part);
                self.against_target(metric, fact, self.target(seller, metric), course)
            }
        }
    }

    /// `calendar`: of whose course it is.
    pub fn sum(&self, metric: &Metric, course: &Course, calendar: &WorkCalendar) -> Cell {
        let pace = course.pace(self.frame, calendar);
        let direction = metric.direction;
        let to_date = pace.and_then(|pace| direction.attainment(pace.fact, pace.plan_to_date));
        Cell {
            fact: course.fact(self.frame.closed_days()),
            outside: course.outside(self.frame.closed_days()),
            plan: course.plan(),
            pace,
            to_date,
            status: self.status(metric, (course, calendar), pace, to_date),
            today: course.today(self.frame),
            outside_today: course.outside_today(self.frame),
        }
    }

    fn status(
        &self,
        metric: &Metric,
        (course, calendar): (&Course, &WorkCalendar),
        pace: Option<Pace>,
        to_date: Option<Percent>,
    ) -> Status {
        let Some(pace) = pace else { return Status::Grey(Grey::NoPlan) };
        let has_profile = self.evidence.profile(metric.id).is_some();
        if let Some(grey) = Status::grey(pace, metric.kind, has_profile) {
            return Status::Grey(grey);
        }
        if course.fact(self.frame.closed_days()).is_none() {
            return Status::Grey(Grey::NoData);
        }
        let paces = if self.frame.is_finished() {
            to_date.into_iter().collect()
        } else {
            course.paces(self.frame, calendar, metric.direction)
        };
        Status::after(paces).unwrap_or(Status::Grey(Grey::NothingDue))
    }

    /// A ratio or a latest value has no pace: it is compared with its target.
    pub fn against_target(
        &self,
        metric: &Metric,
        fact: Option<i64>,
        plan: Option<i64>,
        course: &Course,
    ) -> Cell {
        let to_date =
            fact.zip(plan).and_then(|(fact, plan)| metric.direction.attainment(fact, plan));
        let grey = match (plan, fact) {
            (None, _) => Grey::NoPlan,
            (_, None) => Grey::NoData,
            _ => Grey::NothingDue,
        };
        let status = Status::after(to_date).unwrap_or(Status::Grey(grey));
        let today = (metric.over_time == OverTime::Last).then(|| course.today(self.frame));
        Cell {
            fact,
            outside: None,
            plan,
            pace: None,
            to_date,
            status,
            today: today.flatten(),
            outside_today: None,
        }
    }

    /// The number in force at the period's end, not spread over days: of the latest month that has
    /// one, and there of the newest version.
    fn target(&self, seller: &Seller, metric: &Metric) -> Option<i64> {
        let in_force = |row: &&TargetRow| row.effective_on <= self.frame.period.last();
        let rows = || self.evidence.targets.iter().filter(in_force);
        let is_newest = |row: &&TargetRow| {
            let chain =
                |other: &&TargetRow| (other.month, other.department) == (row.month, row.department);
            rows().filter(chain).all(|other| other.no <= row.no)
        };
        let own = rows().filter(|row| row.cell == Some((seller.id, metric.id))).filter(is_newest);
        own.max_by_key(|row| (row.month, row.effective_on)).and_then(|row| row.value)
    }
}
