//! One-time links by which people come into a company: who may invite whom, as what, for how long.
//!
//! A link is worth what its author may on the day it is used. Of its token only a digest is kept, so it is shown once.
//! How somebody comes in by it is in `signin`.

mod draft;
mod inviter;
mod jobs;
mod link;
mod mail;
mod state;
mod store;
mod views;
mod web;

pub use inviter::Inviter;
pub use jobs::letter;
pub use link::Link;
pub use state::{Invitation, State};
pub use store::{Accepted, Newcomer, accept, ask_owner, find, find_by_token, waiting};

pub fn routes() -> crate::web::Routes {
    crate::routes! {
        get  "/people/invitations/new"              ManagersInvite  web::new,
        post "/people/invitations"                  ManagersInvite  web::create,
        get  "/people/invitations/{id}"             ManagersInvite  web::show,
        post "/people/invitations/{id}/link"        ManagersInvite  web::renew,
        post "/people/invitations/{id}/revocation"  ManagersInvite  web::revoke,
    }
}
