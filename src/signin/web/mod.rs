//! Handlers by noun.
pub mod account;
pub mod companies;
pub mod registration;
pub mod sign_in;
