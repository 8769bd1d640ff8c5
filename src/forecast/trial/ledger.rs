//! What came, day by day, the future included: what forecasts are judged by and simple rules are made of.
use chrono::{Datelike, NaiveDate};

use crate::forecast::history::History;
use crate::forecast::state::{Measure, facts};

/// Days in order with the sum up to and with each.
#[derive(Debug)]
pub struct Ledger {
    days: Vec<i32>,
    sums: Vec<f64>,
}

impl Ledger {
    pub fn of(history: &History, measure: Measure) -> Self {
        Self::new(facts(history, measure).map(|(at, amount)| (at.on, amount)))
    }

    pub fn new(facts: impl Iterator<Item = (NaiveDate, f64)>) -> Self {
        let mut all: Vec<(i32, f64)> =
            facts.map(|(day, amount)| (day.num_days_from_ce(), amount)).collect();
        all.sort_by_key(|(day, _)| *day);
        let sums = all.iter().scan(0.0, |sum, (_, amount)| {
            *sum += amount;
            Some(*sum)
        });
        Self { sums: sums.collect(), days: all.into_iter().map(|(day, _)| day).collect() }
    }

    /// What came after one day, up to and with another.
    pub fn between(&self, after: NaiveDate, to: NaiveDate) -> f64 {
        self.by(to) - self.by(after)
    }

    fn by(&self, day: NaiveDate) -> f64 {
        let many = self.days.partition_point(|of| *of <= day.num_days_from_ce());
        many.checked_sub(1).map_or(0.0, |last| self.sums[last])
    }
}
