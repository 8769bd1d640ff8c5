//! Somebody comes into a company by an invitation: a new person with a consent and a password, or one who has a sign-in.
mod guest;
mod newcomer;
mod views;
pub mod web;
