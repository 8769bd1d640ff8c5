//! Signals: what calls for an explanation, and the explanation.
//!
//! The first kind is a deviation: the metrics with which a department's week falls short most, in money. What
//! its head says of one (what happened, what is done and by when, what is needed of the owner) is a ledger: an edit
//! is a new row that names the one it replaces. The pages are those of the week.

mod deviation;
mod explanation;
mod store;

pub use deviation::{Deviation, Line, NAMED, Part, largest, worth};
pub use explanation::{Draft, Explained, Explanation, Typed};
pub use store::{Saved, explain, explained};
