mod apply;
mod snapshot;
mod write;

pub use apply::{Offer, apply, carry_out, diff, reveal};
pub use snapshot::{Present, present};
pub use write::{Application, Setup, last_application, setup_of};
