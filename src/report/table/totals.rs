//! The figures of several people: sums, and ratios of sums.
use crate::metric::{Metric, OverPeople, OverTime};
use crate::values::MetricId;

use super::Cell;
use super::join::Join;
use crate::report::course::Course;
use crate::report::evidence::Seller;
use crate::report::side::Side;

impl Join<'_> {
    pub fn fact(&self, metric: MetricId, whose: impl Fn(&Seller) -> bool) -> Option<i64> {
        let mut sum = Course::empty(self.frame.period);
        for seller in self.evidence.sellers.iter().filter(|seller| whose(seller)) {
            sum.add_facts(self.courses.of(seller.id, metric));
        }
        sum.fact(self.frame.closed_days())
    }

    pub fn ratio(
        &self,
        metric: &Metric,
        numerator: MetricId,
        denominator: MetricId,
        fact: impl Fn(MetricId) -> Option<i64>,
    ) -> Option<i64> {
        let (top, bottom) = (self.evidence.metric(numerator)?, self.evidence.metric(denominator)?);
        metric.ratio((top, fact(numerator).unwrap_or(0)), (bottom, fact(denominator)?))
    }

    /// Of one side of the plan, or of all facts; only sums have sides.
    pub fn total(&self, metric: &Metric, side: Option<Side>) -> Cell {
        match (metric.over_time, metric.over_people) {
            (OverTime::Sum, OverPeople::Sum) => {
                self.sum(metric, &self.summed(metric, side), self.frame.calendar())
            }
            (OverTime::Ratio { numerator, denominator }, _) if side.is_none() => {
                let fact = |id| self.fact(id, |_| true);
                let fact = self.ratio(metric, numerator, denominator, fact);
                self.against_target(metric, fact, None, &Course::empty(self.frame.period))
            }
            (OverTime::Last, OverPeople::Sum) if side.is_none() => {
                let days = self.frame.closed_days();
                let sellers = self.evidence.sellers.iter();
                let lasts: Vec<i64> = sellers
                    .filter_map(|seller| self.courses.of(seller.id, metric.id).last_fact(days))
                    .collect();
                let fact = (!lasts.is_empty()).then(|| lasts.iter().sum());
                self.against_target(metric, fact, None, &Course::empty(self.frame.period))
            }
            _ => self.against_target(metric, None, None, &Course::empty(self.frame.period)),
        }
    }

    fn summed(&self, metric: &Metric, side: Option<Side>) -> Course {
        let mut sum = Course::empty(self.frame.period);
        for seller in &self.evidence.sellers {
            let course = self.courses.of(seller.id, metric.id);
            match (side, seller.sells && course.has_plan()) {
                (Some(Side::Planned), true) => sum.add(course),
                (Some(Side::Planned), false) => {}
                (Some(Side::Unplanned), true) => sum.add_outside(course),
                (Some(Side::Unplanned), false) | (None, _) => sum.add_facts(course),
            }
        }
        sum
    }
}
