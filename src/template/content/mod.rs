//! What a company is set up with, as one value: an industry's template, an expert's own, and what a company has now.
//!
//! Values are minor units of their metric, shares are basis points; there are no people in it and none of their figures.
mod card;
mod habit;
mod measure;
mod sale;

use serde::{Deserialize, Serialize};

pub use card::{Card, CardItem, CardTerms, Counts};
pub use habit::{Exercise, Ritual};
pub use measure::{Counted, Counting, Measure, Norm, Per};
pub use sale::{Funnel, FunnelStep, Pipeline, Stage};

use crate::forecast_terms::Terms;
use crate::rhythm::Cadence;

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Template {
    /// Of an industry, or the id of an expert's own.
    pub code: String,
    pub version: i32,
    pub title: String,
    /// One sentence for who chooses.
    pub about: String,
    pub metrics: Vec<Measure>,
    pub pipelines: Vec<Pipeline>,
    pub cards: Vec<Card>,
    pub rituals: Vec<Ritual>,
    pub exercises: Vec<Exercise>,
    pub terms: Option<Terms>,
    pub funnel: Option<Funnel>,
    pub light: Light,
    /// What is to be known before it is applied.
    pub notes: Vec<String>,
}

/// With what a light start begins; the rest is hidden and offered later.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Light {
    pub metrics: Vec<String>,
    pub rituals: Vec<LightRitual>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LightRitual {
    pub code: String,
    pub cadence: Cadence,
}

impl Template {
    pub fn metric(&self, code: &str) -> Option<&Measure> {
        self.metrics.iter().find(|metric| metric.code == code)
    }

    /// The name of what an item of a card counts.
    pub fn item_name<'a>(&'a self, counts: &'a Counts) -> &'a str {
        match counts {
            Counts::System(system) => system.name(),
            Counts::Metric(code) => self.metric(code).map_or(code, |metric| &metric.name),
        }
    }
}
