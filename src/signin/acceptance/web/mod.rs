//! Handlers: what stands behind a link, coming in as a new person, coming in with a sign-in.
mod door;
pub mod guest;
pub mod newcomer;
