//! The demonstration: two companies with a year of believable days, the same for the same seed. A later start adds the
//! days that have passed and changes nothing that is there.
mod behaviour;
mod cast;
mod payments;
mod setup;
mod store;
mod words;

pub use cast::{MODEL, OWNER};
pub use store::fill;
