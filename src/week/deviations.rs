//! The deviations of a department's week, out of its sheet.

use super::evidence::Evidence;
use super::sheet::{Row, Sheet, added};
use crate::metric::{Kind, Metric};
use crate::signal::{Deviation, Line, Part, largest, worth};
use crate::values::{MetricId, Unit};

/// At most three, the costliest first. Only metrics that add up and have a plan, and only those who sell.
pub fn deviations(evidence: &Evidence, sheet: &Sheet) -> Vec<Deviation> {
    let money = month_money(evidence);
    let lines = sheet.metrics.iter().enumerate().filter(|(_, metric)| metric.is_summed());
    let lines = lines.map(|(at, metric)| {
        let people: Vec<Part> =
            sheet.rows.iter().filter(|row| row.is_team()).filter_map(|row| part(row, at)).collect();
        Line {
            metric: metric.id,
            name: metric.name.clone(),
            direction: metric.direction,
            plan: people.iter().map(|part| part.plan).sum(),
            fact: people.iter().map(|part| part.fact).sum(),
            worth: worth(metric, month(evidence, metric.id), money),
            people,
        }
    });
    largest(lines.collect())
}

fn part(row: &Row, at: usize) -> Option<Part> {
    let figure = row.figures[at];
    Some(Part { name: row.person.name.clone(), plan: figure.due?, fact: figure.done.unwrap_or(0) })
}

/// The plan of the whole month of those who sell.
fn month(evidence: &Evidence, metric: MetricId) -> Option<i64> {
    let version = evidence.plans.month(evidence.part.month().first())?;
    let sellers = evidence.people.iter().filter(|person| person.sells);
    added(sellers.map(|person| version.value(person.carrier(), metric)))
}

/// The month's plan of money in kopecks; of several metrics the last: the end of the funnel.
fn month_money(evidence: &Evidence) -> Option<i64> {
    let is_money = |metric: &&Metric| {
        metric.kind == Kind::Money && metric.unit == Unit::Rouble && metric.is_summed()
    };
    let planned = evidence.shown().filter(is_money).filter_map(|metric| {
        let plan = month(evidence, metric.id)?;
        metric.quantity(plan).money().map(crate::values::Money::kopecks)
    });
    planned.last()
}
