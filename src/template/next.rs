//! What a light start has left for later, offered one at a time.
use super::content::{Counting, Template};
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

/// In turns: a metric, an action, a metric … `base` is the last offer.
pub fn waiting(now: &Template, base: &Template) -> Vec<Next> {
    let (mut metrics, mut rituals) =
        (metrics(now, base).into_iter(), rituals(now, base).into_iter());
    let mut all = Vec::new();
    loop {
        let turn: Vec<Next> = metrics.next().into_iter().chain(rituals.next()).collect();
        if turn.is_empty() {
            return all;
        }
        all.extend(turn);
    }
}

fn metrics(now: &Template, base: &Template) -> Vec<Next> {
    let offered = |code: &str| base.metric(code).is_some_and(|metric| metric.is_hidden);
    let hidden = now.metrics.iter().filter(|metric| metric.is_hidden && offered(&metric.code));
    // What another template put there and this one took off has no norm to offer.
    let next = hidden.filter_map(|metric| {
        let norm = metric.manager.or(metric.head);
        let says = norm.map(|norm| format!("норма {}", metric.said(Some(norm))))?;
        let (code, name) = (metric.code.clone(), metric.name.clone());
        Some(Next { part: Part::Metrics, code, name, says })
    });
    next.collect()
}

fn rituals(now: &Template, base: &Template) -> Vec<Next> {
    let offered =
        |code: &str| base.rituals.iter().any(|ritual| ritual.code == code && ritual.is_hidden);
    let hidden = now.rituals.iter().filter(|ritual| ritual.is_hidden && offered(&ritual.code));
    let next = hidden.map(|ritual| Next {
        part: Part::Rituals,
        code: ritual.code.clone(),
        name: ritual.name.clone(),
        says: format!("{}, {} мин", ritual.cadence.words(), ritual.minutes),
    });
    next.collect()
}

impl Next {
    /// The set-up with it on the pages; a ratio comes with what it is counted of.
    pub fn revealed(&self, now: &Template) -> Template {
        let mut target = now.clone();
        if self.part == Part::Rituals {
            let ritual = target.rituals.iter_mut().find(|ritual| ritual.code == self.code);
            ritual.into_iter().for_each(|ritual| ritual.is_hidden = false);
            return target;
        }
        let mut shown = vec![self.code.clone()];
        if let Some(Counting::Ratio { numerator, denominator }) =
            now.metric(&self.code).map(|metric| &metric.counted.over_time)
        {
            shown.extend([numerator.clone(), denominator.clone()]);
        }
        let found = target.metrics.iter_mut().filter(|metric| shown.contains(&metric.code));
        found.for_each(|metric| metric.is_hidden = false);
        target
    }
}
