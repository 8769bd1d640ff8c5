//! The ledger of facts and its projection.
mod ledger;
mod listing;
mod payments;
mod projection;
mod said;
mod withdrawal;

pub use ledger::{record, values, wait_for_writers};
pub use listing::{entries, sums};
pub use payments::pay;
pub use projection::{last_day, rebuild, restamp};
pub use said::said;
pub use withdrawal::withdraw;
