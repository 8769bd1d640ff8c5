//! The world of two companies, and browsers for its people.
mod browser;
mod centre;
mod database;
mod html;
mod received;
mod smtp;
mod statements;
mod world;

pub use browser::Browser;
pub use centre::Centre;
pub use database::{database, owner_of, scratch};
pub use html::Seen;
pub use received::Received;
pub use smtp::{Secured, Smtp};
pub use world::{
    DEPARTMENT, GUEST, IVANOVA, MANAGER, OTHER_DEPARTMENT, OURS, PASSWORD, PETROV, STRANGER,
    THEIRS, World, member, noon,
};
