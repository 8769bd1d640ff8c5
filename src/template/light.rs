//! The light start (industries.md 9): few actions, at most five metrics, premiums counted and not paid.
use super::content::Template;

/// Metrics of a light start.
pub const MOST: usize = 5;

/// How many days it lasts.
pub const DAYS: u64 = 28;

impl Template {
    /// The same with what comes later hidden.
    #[must_use]
    pub fn lightened(&self) -> Self {
        let mut light = self.clone();
        for metric in &mut light.metrics {
            metric.is_hidden = !self.light.metrics.contains(&metric.code);
        }
        for ritual in &mut light.rituals {
            let kept = self.light.rituals.iter().find(|kept| kept.code == ritual.code);
            ritual.is_hidden = kept.is_none();
            if let Some(kept) = kept {
                ritual.cadence = kept.cadence.clone();
            }
        }
        for card in &mut light.cards {
            card.terms.is_trial = true;
        }
        light
    }
}
