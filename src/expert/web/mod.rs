//! Handlers: the list, a company for an owner, templates of one's own.
pub mod clients;
pub mod founding;
pub mod templates;
