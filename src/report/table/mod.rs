//! People × metrics: plan, fact, pace and colour of every cell, and honest totals.
//!
//! A percent is taken over those who have a plan of the metric, and over the months it was set for;
//! the facts of the rest are a line of their own. Each metric has its sides, so every total is the
//! sum of the cells it claims: «с планом» of the figures held against a plan, «вне плана» of those
//! without one and of what months without one brought.
//! A plan of someone who does not sell is the team's sum and is never added to it. Ratios are
//! made from sums (formulas, section 2).

mod join;
mod totals;

use crate::metric::{Kind, Metric};
use crate::values::Percent;

use super::course::{Course, Frame};
use super::evidence::{Courses, Evidence, Seller};
use super::pace::Pace;
use super::side::Side;
use super::status::Status;
use join::Join;

/// One figure: a person's or the team's, in minor units of its metric.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// To the last closed day, of the months that have a plan, or of all when none has; `None` is
    /// «нет данных».
    pub fact: Option<i64>,
    /// Of a person: what the other months brought, «вне плана».
    pub outside: Option<i64>,
    /// Of the whole period; `None` is «не задан».
    pub plan: Option<i64>,
    /// For sums with a plan.
    pub pace: Option<Pace>,
    /// «К плану на сегодня»; of a ratio or a latest value: to its target.
    pub to_date: Option<Percent>,
    pub status: Status,
    /// What today brought so far, while it is open.
    pub today: Option<i64>,
    /// The same of a day in a month that has no plan, while others have one.
    pub outside_today: Option<i64>,
}

/// Where a person's figures go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// Has a plan of selling, be it of one metric.
    Team,
    /// No person: the part of the plan that nobody carries.
    Nobody,
    /// Has no plan of anything: all facts are «вне плана».
    Outside,
    /// Does not sell; the plan is the team's sum and is only shown.
    Apart,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub seller: Seller,
    pub place: Place,
    /// One per metric, in the order of the table's metrics.
    pub cells: Vec<Cell>,
}

impl Row {
    /// Whether a figure, with its plan, is part of the sum «с планом»; else it is «вне плана».
    pub fn is_planned(&self, at: usize) -> bool {
        self.seller.sells && self.cells[at].pace.is_some()
    }
}

#[derive(Debug, Clone)]
pub struct Table {
    pub metrics: Vec<Metric>,
    /// The metric the verdict speaks of; an index of `metrics`.
    pub main: Option<usize>,
    /// The furthest ahead first.
    pub rows: Vec<Row>,
    /// Facts and plans of those who have a plan, metric by metric.
    pub team: Vec<Cell>,
    /// Facts of those who have none, and of months that have none.
    pub outside: Vec<Cell>,
    /// All facts.
    pub all: Vec<Cell>,
}

impl Table {
    /// Whether the facts of a metric stand on both sides of its plan, so that it has two sums.
    pub fn is_split(&self, at: usize) -> bool {
        let outside = self.outside[at];
        self.team[at].plan.is_some() && outside.fact.or(outside.today).is_some()
    }

    /// The one sum of each metric, where none is split: held against the plan if there is one.
    pub fn whole(&self) -> Vec<Cell> {
        let sides = self.team.iter().zip(&self.all);
        sides.map(|(team, all)| if team.plan.is_some() { *team } else { *all }).collect()
    }
}

/// Joins what was read into a table.
pub fn table(evidence: &Evidence, frame: &Frame) -> Table {
    let courses = evidence.courses(frame);
    let main = main_metric(evidence, &courses);
    let join = Join { evidence, frame, courses: &courses };
    let mut rows: Vec<Row> =
        evidence.sellers.iter().filter_map(|seller| join.row(seller)).collect();
    sort(&mut rows, main);
    let totals = |side| evidence.metrics.iter().map(|m| join.total(m, side)).collect();
    Table {
        metrics: evidence.metrics.clone(),
        main,
        team: totals(Some(Side::Planned)),
        outside: totals(Some(Side::Unplanned)),
        all: totals(None),
        rows,
    }
}

/// What has a plan, else what has facts; of those money, else a result, else a step; of equals the
/// last: the end of the funnel.
fn main_metric(evidence: &Evidence, courses: &Courses) -> Option<usize> {
    let rank = |metric: &Metric| {
        let of = |has: fn(&Course) -> bool| {
            evidence.sellers.iter().any(|seller| has(courses.of(seller.id, metric.id)))
        };
        let kind = match metric.kind {
            Kind::Money => 3,
            Kind::Result => 2,
            Kind::Step => 1,
            Kind::Quality => 0,
        };
        (of(Course::has_plan), of(Course::has_fact), kind)
    };
    let sums = evidence.metrics.iter().enumerate().filter(|(_, metric)| metric.is_summed());
    sums.max_by_key(|(_, metric)| rank(metric)).map(|(index, _)| index)
}

fn sort(rows: &mut [Row], main: Option<usize>) {
    let place = |row: &Row| match row.place {
        Place::Team => 0,
        Place::Nobody => 1,
        Place::Outside => 2,
        Place::Apart => 3,
    };
    rows.sort_by(|a, b| {
        let figure = |row: &Row| {
            main.map(|main| (row.cells[main].to_date, row.cells[main].fact)).unwrap_or_default()
        };
        place(a)
            .cmp(&place(b))
            .then(figure(b).cmp(&figure(a)))
            .then(a.seller.name.cmp(&b.seller.name))
    });
}

#[cfg(test)]
mod tests;
