//! What a company is set up with: templates of industries as data, the set-up a company has as the same value, what
//! applying one to the other would change, and doing it.

mod cadence;
mod check;
mod content;
mod file;
mod funnel;
mod industries;
mod light;
mod merge;
mod rows;
mod starter;
mod store;

pub use cadence::{Cadence, Frequency};
pub use check::check;
pub use content::*;
pub use industries::{all, by_code};
pub use merge::{Change, Line, Outcome, Part};
pub use store::{Offer, Present, Setup, apply, diff, present, setup_of};
