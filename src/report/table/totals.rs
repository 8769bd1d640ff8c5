//! The figures of several people: sums, and ratios of sums.
use crate::metric::{Metric, OverPeople, OverTime};
use crate::values::MetricId;

use super::Cell;
use super::join::Join;
use crate::report::course::Course;
use crate::report::evidence::Seller;

/// Whose figures a total takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    Planned,
    Unplanned,
    Everyone,
}

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

    pub fn total(&self, metric: &Metric, of: Of) -> Cell {
        match (metric.over_time, metric.over_people) {
            (OverTime::Sum, OverPeople::Sum) => self.sum(metric, &self.summed(metric, of)),
            (OverTime::Ratio { numerator, denominator }, _) if of == Of::Everyone => {
                let fact = |id| self.fact(id, |_| true);
                let fact = self.ratio(metric, numerator, denominator, fact);
                self.against_target(metric, fact, None, &Course::empty(self.frame.period))
            }
            (OverTime::Last, OverPeople::Sum) if of == Of::Everyone => {
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

    fn summed(&self, metric: &Metric, of: Of) -> Course {
        let mut sum = Course::empty(self.frame.period);
        for seller in &self.evidence.sellers {
            let course = self.courses.of(seller.id, metric.id);
            match (of, seller.sells && course.has_plan()) {
                (Of::Planned, true) => sum.add(course),
                (Of::Planned, false) => {}
                (Of::Unplanned, true) => sum.add_outside(course),
                (Of::Unplanned, false) | (Of::Everyone, _) => sum.add_facts(course),
            }
        }
        sum
    }
}
