//! The world of two companies, and browsers for its people.
mod browser;
mod database;
mod html;
mod received;
mod smtp;
mod statements;
mod world;

pub use browser::Browser;
pub use database::{database, owner_of, scratch};
pub use html::Seen;
pub use received::Received;
pub use smtp::Smtp;
pub use world::{
    DEPARTMENT, GUEST, IVANOVA, MANAGER, OTHER_DEPARTMENT, OURS, PASSWORD, PETROV, STRANGER,
    THEIRS, World, member, noon,
};
