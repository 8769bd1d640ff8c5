//! Closings in the database.
mod freeze;
mod look;
mod proposals;
mod words;

pub use freeze::figures;
pub use look::{hold, look};
pub use proposals::{decide, proposal, proposals, propose};
pub use words::{Outcome, close, reopen};
