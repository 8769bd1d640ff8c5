//! Targets of people for a month: how a number becomes days, and what a new version changes.

pub mod decomposition;
mod store;
mod version;

pub use store::{approve, latest, latest_between};
pub use version::{NewVersion, Target, Version};
