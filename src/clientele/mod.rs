//! Whose a client is from a day on: until somebody hands clients over, theirs who took the last payment. Payments stay with the
//! person at the time, whoever has the client now.

mod client;
mod store;

pub use client::Client;
pub use store::{hand_over, of_member};
