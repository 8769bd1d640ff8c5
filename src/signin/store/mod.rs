//! Persons, sessions, consents and memberships: what the role of sign-in sees.
mod membership;
mod person;
mod reach;
mod record;
mod reset;
mod session;
mod visitor;

pub use membership::{Membership, enter_company, memberships};
pub use person::{account, account_by_email, add_consent, add_person, set_password};
pub use reach::sign_ins;
pub use record::{By, record, record_about, record_everywhere};
pub use reset::{Maker, add_link, hold_person, link, revoke_links, spend_link};
pub use session::{
    NewSession, Standing, add_session, end_session, end_sessions, forget_ended, hold_session,
    replace_session,
};
pub use visitor::{Visitor, recognise};
