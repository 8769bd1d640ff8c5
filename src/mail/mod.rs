//! Letters: written in the transaction of their cause ([`write()`]), sent by a job over SMTP. What a letter says is made when it
//! is sent, by the slice it is about (`mail.rs` there): a letter that would say nothing true any more is dropped, and the
//! secrets of links are never kept. Without a mail server nothing is written, and pages give links as before.
mod authority;
mod content;
mod jobs;
mod letter;
mod post;
mod refusal;
mod store;

pub use authority::Authority;
pub use content::{Content, Frame};
pub use jobs::send;
pub use letter::{Delivery, Kind, Letter, NewLetter, State};
pub use post::{Post, Server};
pub use refusal::Refusal;
pub use store::{by_token, forget_ended, numbers, set_token, write, write_by_sign_in};
