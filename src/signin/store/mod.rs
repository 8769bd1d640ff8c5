//! Persons, sessions, consents and memberships: what the role of sign-in sees.
mod address;
mod membership;
mod pending;
mod person;
mod reach;
mod record;
mod reset;
mod rule;
mod second_factor;
mod session;
mod visitor;

pub use address::{addresses, change_address, confirm, is_reminded, reachable, unconfirmed};
pub use membership::{Membership, enter_company, memberships};
pub use pending::{Pending, add_pending, count_try, finish_pending, forget_pending, hold_pending};
pub use person::{
    Account, account, account_by_email, add_consent, add_operator, add_person, end_operator, leads,
    name_of, set_expert, set_password,
};
pub use reach::sign_ins;
pub use record::{By, member_at, record, record_about, record_everywhere};
pub use reset::{Maker, add_link, hold_person, last_reset, link, revoke_links, spend_link};
pub use rule::{rule, save_rule};
pub use second_factor::{
    Factor, add_second_factor, holds_code, remove_second_factor, second_factor, spend_code,
    take_step,
};
pub use session::{
    NewSession, Session, Standing, add_session, end_other_sessions, end_session, end_session_of,
    end_sessions, forget_ended, hold_session, open_session, replace_session, sessions,
};
pub use visitor::{Visitor, recognise};
