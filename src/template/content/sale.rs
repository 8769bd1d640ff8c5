//! How a sale goes.
use serde::{Deserialize, Serialize};

use crate::values::Share;
use crate::values::russian::counted;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pipeline {
    pub code: String,
    pub name: String,
    pub stages: Vec<Stage>,
    pub is_hidden: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stage {
    pub code: String,
    pub name: String,
    /// When a deal may enter it.
    pub criterion: String,
    /// Working days without a move.
    pub stale_days: i16,
    /// Of the payment; none: not forecast by.
    pub probability: Option<Share>,
    /// The metric that counts entries into it.
    pub metric: Option<String>,
    pub is_hidden: bool,
}

/// The way from the first step to the result (formulas 9), as the norms of a month imply it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Funnel {
    /// The metric of the money.
    pub money: String,
    /// Money for one result, minor units of the money.
    pub check: i64,
    pub steps: Vec<FunnelStep>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FunnelStep {
    pub metric: String,
    /// To the next step; the last one has none.
    pub conversion: Option<Share>,
}

impl Stage {
    /// «20 %», «не считаем»
    pub fn chance(&self) -> String {
        self.probability.map_or_else(|| "не считаем".into(), |share| share.to_string())
    }

    /// «7 дней»
    pub fn stale(&self) -> String {
        counted(self.stale_days.into(), "день", "дня", "дней")
    }
}
