//! Closings in the database.
mod freeze;
mod look;
mod words;

pub use freeze::figures;
pub use look::{hold, look};
pub use words::{Outcome, close, reopen};
