//! Handlers by noun.
pub mod account;
pub mod code;
pub mod companies;
mod proof;
pub mod registration;
pub mod reset;
pub mod second_factor;
pub mod security;
pub mod sessions;
pub mod sign_in;

pub use proof::confirm_password;
