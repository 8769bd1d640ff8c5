//! One name is one metric: what the company counts under a code of its own is not added a second time.
use crate::company::name_norm;
use crate::template::content::{Counting, Counts, Template};

/// The offer in the company's codes.
pub fn aligned(offered: &Template, now: &Template) -> Template {
    let mut aligned = offered.clone();
    for metric in offered.metrics.iter().filter(|metric| now.metric(&metric.code).is_none()) {
        let namesake = now.metrics.iter().find(|own| {
            name_norm(&own.name) == name_norm(&metric.name) && offered.metric(&own.code).is_none()
        });
        if let Some(own) = namesake {
            aligned.recode(&metric.code, &own.code);
        }
    }
    aligned
}

impl Template {
    fn recode(&mut self, from: &str, to: &str) {
        self.codes(|code| {
            if code == from {
                to.clone_into(code);
            }
        });
    }

    /// Every place where a metric is named by its code.
    fn codes(&mut self, mut of: impl FnMut(&mut String)) {
        for metric in &mut self.metrics {
            of(&mut metric.code);
            if let Counting::Ratio { numerator, denominator } = &mut metric.counted.over_time {
                of(numerator);
                of(denominator);
            }
        }
        let stages = self.pipelines.iter_mut().flat_map(|pipeline| &mut pipeline.stages);
        stages.filter_map(|stage| stage.metric.as_mut()).for_each(&mut of);
        for item in self.cards.iter_mut().flat_map(|card| &mut card.terms.items) {
            if let Counts::Metric(code) = &mut item.of {
                of(code);
            }
        }
        if let Some(funnel) = &mut self.funnel {
            of(&mut funnel.money);
            funnel.steps.iter_mut().for_each(|step| of(&mut step.metric));
        }
        self.light.metrics.iter_mut().for_each(of);
    }
}
