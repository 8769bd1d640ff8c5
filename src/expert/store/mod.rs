mod clients;
mod introduction;
mod templates;

pub use clients::{client_of, clients};
pub use introduction::{led, look, owner_seen_at};
pub use templates::{hide, keep, tell, templates};
