//! Queries.
mod change;
mod reading;

pub use change::{minutes_of, set, set_minutes};
pub use reading::{all, minutes, weeks};
