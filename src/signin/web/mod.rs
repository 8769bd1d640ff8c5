//! Handlers by noun.
pub mod account;
pub mod companies;
pub mod registration;
pub mod reset;
pub mod security;
pub mod sign_in;
