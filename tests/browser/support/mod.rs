//! A running product and people at real browsers.
mod person;
mod site;

pub use person::Person;
pub use site::Site;
