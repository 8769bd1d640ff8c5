mod apply;
mod snapshot;
mod write;

pub use apply::{Offer, apply, diff};
pub use snapshot::{Present, present};
pub use write::{Setup, setup_of};
