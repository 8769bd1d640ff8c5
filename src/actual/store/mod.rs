//! The ledger of facts and its projection.
mod ledger;
mod projection;

pub use ledger::{record, values, withdraw};
pub use projection::{last_day, rebuild, restamp};
