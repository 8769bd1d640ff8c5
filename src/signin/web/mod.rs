//! Handlers by noun.
pub mod account;
pub mod address;
pub mod code;
pub mod companies;
pub mod confirmation;
pub mod forgotten;
mod proof;
pub mod registration;
pub mod reset;
pub mod second_factor;
pub mod security;
pub mod sessions;
pub mod sign_in;

pub use proof::confirm_password;
pub use sign_in::Address;
