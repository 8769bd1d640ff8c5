//! Persons, sessions, consents and memberships: what the role of sign-in sees.
mod membership;
mod person;
mod session;
mod visitor;

pub use membership::{Membership, enter_company, memberships};
pub use person::{account, account_by_email, add_consent, add_person, set_password};
pub use session::{NewSession, add_session, end_session, end_sessions, forget_ended};
pub use visitor::{Visitor, recognise};
