//! One statement a table; rows come as JSON in the shape of the table.
mod cards;
mod metrics;
mod pipelines;
mod rest;
mod setup;

pub use cards::{cards, has_owner, items, versions, withdraw};
pub use metrics::{ids, metrics, norms};
pub use pipelines::{pipelines, probabilities, stages};
pub use rest::{exercises, rituals, rules, terms};
pub use setup::{Application, Setup, applied, last_application, setup, setup_of};
