//! The ledger of facts and its projection.
mod ledger;
mod listing;
mod projection;

pub use ledger::{record, values, withdraw};
pub use listing::{entries, sums};
pub use projection::{last_day, rebuild, restamp};
