//! KPI cards.
use serde::{Deserialize, Serialize};

use crate::scorecard::{CardRole, Curve, System};
use crate::values::Share;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    pub code: String,
    pub name: String,
    pub role: CardRole,
    pub terms: CardTerms,
    pub is_hidden: bool,
}

/// What a version of a card says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardTerms {
    /// Counted and shown, not paid.
    pub is_trial: bool,
    pub items: Vec<CardItem>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardItem {
    pub of: Counts,
    /// A card's add up to a whole.
    pub weight: Share,
    pub curve: Curve,
}

/// What an item of a card counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Counts {
    /// A metric by its code.
    Metric(String),
    System(System),
}
