//! The forecast of money coming in: when, how much, and how far it can be trusted.
//!
//! [`history::History`] is all that a company knows; [`state::State::at`] what it knew at an origin, nothing later;
//! [`engine::draft`] forecasts from it in reals, [`outlook::Outlook`] says it in whole kopecks. [`trial`] tries the
//! engine on the past. The method and its measured errors: `docs/forecast.md`.
mod arrival;
pub mod band;
mod bend;
mod blend;
mod delay;
pub mod engine;
pub mod flow;
pub mod grid;
mod growth;
mod hazard;
pub mod history;
mod jobs;
mod likeness;
pub mod member;
pub mod memory;
pub mod outlook;
mod pipeline;
mod rate;
pub mod real;
mod receivable;
mod risk;
mod season;
mod size;
mod spread;
pub mod state;
pub mod trial;
mod voice;
mod whale;

pub use jobs::backtest;
