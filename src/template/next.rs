//! What a light start has left for later, offered one at a time.
use super::content::{Counting, Measure, Ritual, Template};
use super::merge::Part;

/// Something hidden that was offered and never taken off by the company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Next {
    pub part: Part,
    pub code: String,
    pub name: String,
    /// «норма 12 в день», «раз в неделю: чт».
    pub says: String,
}

/// In turns: a metric, an action, a metric … `base` is the last offer: what it hid, in its order.
pub fn waiting(now: &Template, base: &Template) -> Vec<Next> {
    let mut metrics = base.metrics.iter().filter(|metric| metric.is_hidden);
    let mut rituals = base.rituals.iter().filter(|ritual| ritual.is_hidden);
    let mut waiting = Vec::new();
    loop {
        let (metric, ritual) = (metrics.next(), rituals.next());
        if metric.is_none() && ritual.is_none() {
            return waiting;
        }
        waiting.extend(metric.and_then(|metric| of_metric(now.metric(&metric.code)?)));
        let own = |ritual: &Ritual| now.rituals.iter().find(|own| own.code == ritual.code);
        waiting.extend(ritual.and_then(|ritual| of_ritual(own(ritual)?)));
    }
}

/// What an earlier template left without a norm is not offered.
fn of_metric(metric: &Measure) -> Option<Next> {
    let norm = metric.manager.or(metric.head).filter(|_| metric.is_hidden)?;
    Some(Next {
        part: Part::Metrics,
        code: metric.code.clone(),
        name: metric.name.clone(),
        says: format!("норма {}", metric.said(Some(norm))),
    })
}

fn of_ritual(ritual: &Ritual) -> Option<Next> {
    ritual.is_hidden.then(|| Next {
        part: Part::Rituals,
        code: ritual.code.clone(),
        name: ritual.name.clone(),
        says: format!("{}, {} мин", ritual.cadence.words(), ritual.minutes),
    })
}

impl Next {
    /// The set-up with it on the pages; a ratio comes with what it is counted of.
    pub fn revealed(&self, now: &Template) -> Template {
        let mut target = now.clone();
        if self.part == Part::Rituals {
            let ritual = target.rituals.iter_mut().find(|ritual| ritual.code == self.code);
            if let Some(ritual) = ritual {
                ritual.is_hidden = false;
            }
            return target;
        }
        let mut shown = vec![self.code.clone()];
        if let Some(Counting::Ratio { numerator, denominator }) =
            now.metric(&self.code).map(|metric| &metric.counted.over_time)
        {
            shown.extend([numerator.clone(), denominator.clone()]);
        }
        for metric in target.metrics.iter_mut().filter(|metric| shown.contains(&metric.code)) {
            metric.is_hidden = false;
        }
        target
    }
}
