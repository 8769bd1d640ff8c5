mod acceptance;
mod change;
mod listing;

pub use acceptance::{Accepted, Newcomer, accept, find_by_token};
pub use change::{Added, add, ask_owner, renew, revoke, set_letter_link};
pub use listing::{find, invited_by, waiting};
