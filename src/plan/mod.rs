//! Targets of people for a month: how a number becomes days, and what a new version changes.

pub mod decomposition;
