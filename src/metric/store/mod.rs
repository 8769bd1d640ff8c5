mod catalogue;
mod change;

pub use catalogue::{all, has_values};
pub use change::{Saved, add, add_starter, hide, order, save};
