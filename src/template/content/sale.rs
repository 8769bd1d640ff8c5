//! How a sale goes and how money is forecast.
use serde::{Deserialize, Serialize};

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
    /// Of the payment, basis points; none: not forecast by.
    pub probability: Option<i32>,
    /// The metric that counts entries into it.
    pub metric: Option<String>,
    pub is_hidden: bool,
}

/// The terms of the forecast; shares are basis points. Stored so in `forecast_terms.terms`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    pub hit_rates: HitRates,
    /// How many resolved deals weigh as much as a stage's starting probability (formulas 3).
    pub calibration: i32,
    /// Money by days after the day due: up to 7, 8–14, 15–30, 31–60, later.
    pub lag: [i32; 5],
    /// Money in by 25, 50 and 75 % of a month's working days.
    pub profile: [i32; 3],
    /// Of the plan, from deals that are not there yet, before the company has a history.
    pub new_deals: i32,
    /// Of the year's money, January first.
    pub season: [i32; 12],
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct HitRates {
    /// «уверен», «вероятно», «возможно»; «не считаем» is nothing.
    pub sure: i32,
    pub likely: i32,
    pub possible: i32,
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
    /// To the next step, basis points; the last one has none.
    pub conversion: Option<i32>,
}
