//! Closings in the database.
mod freeze;
mod look;
mod proposals;
mod timing;
mod words;

pub use freeze::{facts, figures};
pub use look::{closing, hold, look, said};
pub use proposals::{decide, proposal, proposals, propose};
pub use timing::{months_due, row_version, set_timing};
pub use words::{Outcome, close, close_in_time, reopen};
