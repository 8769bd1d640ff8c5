//! People get in: registration of a company, sign-in, sessions, passwords, the company a session is in.
mod acceptance;
mod account;
mod caller;
mod consent;
mod hashing;
mod jobs;
mod limits;
mod mail;
mod password;
mod qr;
mod reach;
mod recovery;
mod registration;
mod reset;
mod rule;
mod seal;
mod second_factor;
mod session;
mod store;
mod views;
mod web;

pub use caller::Caller;
pub use hashing::hash;
pub use jobs::{
    confirmation_letter, dismiss_operator, forget_ended, make_operator, make_reset_link,
    reset_letter,
};
pub use limits::Limits;
pub use reach::{SignIn, reaches};
pub use registration::{ZONES, check_email, zone_named};
pub use seal::Key;
pub use session::{AWAITS_CODE, LONGEST, REPLACING, Secret, new_token, token_hash};
pub use store::{
    Membership, NewSession, Visitor, account, account_by_email, add_person, add_session, addresses,
    member_at, memberships, name_of, open_session, recognise, sign_ins,
};
pub use web::{Address, confirm_password};

/// The routes of everybody who is not in yet, and of the account.
pub fn routes() -> crate::web::Routes {
    crate::routes! {
        get  "/sign-in"              Public web::sign_in::show,
        post "/sign-in"              Public web::sign_in::enter,
        get  "/sign-in/code"         Public web::code::show,
        post "/sign-in/code"         Public web::code::enter,
        post "/sign-out"             Public web::sign_in::leave,
        post "/sign-out-everywhere"  Person web::account::leave_everywhere,
        get  "/reset"                Public web::reset::show,
        post "/reset"                Public web::reset::renew,
        get  "/forgotten"            Public web::forgotten::show,
        post "/forgotten"            Public web::forgotten::ask,
        get  "/confirmation"         Public web::confirmation::show,
        post "/confirmation"         Public web::confirmation::confirm,
        get  "/consent"              Public web::registration::consent,
        post "/consent"              Public web::registration::agree,
        get  "/register"             Public web::registration::show,
        post "/register"             Public web::registration::register,
        get  "/home"                 Member web::sign_in::home,
        get  "/account"              Member web::account::show,
        post "/account/password"     Member web::account::change_password,
        post "/account/address"      Member web::address::change,
        post "/account/confirmation" Member web::confirmation::ask_again,
        get  "/account/sessions"               Member web::sessions::show,
        post "/account/sessions/{id}/ending"   Member web::sessions::end,
        post "/account/other-sessions/ending"  Member web::sessions::end_others,
        get  "/account/second-factor"     OwnSignIn web::second_factor::show,
        post "/account/second-factor"     OwnSignIn web::second_factor::turn_on,
        post "/account/second-factor/off" OwnSignIn web::second_factor::turn_off,
        get  "/security"             SignInsReset web::security::index,
        get  "/security/{id}"        SignInsReset web::security::show,
        post "/security/{id}/link"   SignInsReset web::security::make_link,
        post "/security/{id}/second-factor" SecondFactors web::security::lift_second_factor,
        post "/security/second-factor"      SecondFactors web::security::save_rule,
        get  "/companies"            Person web::companies::show,
        post "/companies/current"    Person web::companies::switch,
        post "/companies/{id}/return"             Person web::companies::go_back,
        get  "/invitations/{token}"               Public acceptance::web::guest::show,
        get  "/invitations/{token}/consent"       Public acceptance::web::newcomer::consent,
        post "/invitations/{token}/consent"       Public acceptance::web::newcomer::agree,
        get  "/invitations/{token}/registration"  Public acceptance::web::newcomer::form,
        post "/invitations/{token}/registration"  Public acceptance::web::newcomer::register,
        post "/invitations/{token}/joining"       Person acceptance::web::guest::join,
    }
}
