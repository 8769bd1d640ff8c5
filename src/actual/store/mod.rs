//! The ledger of facts and its projection.
mod ledger;
mod listing;
mod projection;
mod withdrawal;

pub use ledger::{record, values};
pub use listing::{entries, sums};
pub use projection::{last_day, rebuild, restamp};
pub use withdrawal::withdraw;
