//! Closing: a week by its head's word, a month on a set working day or by the owner; their figures are frozen.
//!
//! A day is closed when the last word on its week or on its month says so. Who writes facts holds the closures
//! first ([`hold`]) and who closes locks them out ([`close`]), so that no entry slips past a closing. What is
//! said of a closed day later is a correction with a reason.

mod closure;
mod figure;
mod jobs;
mod month;
mod proposal;
mod reopening;
mod store;
mod timing;
mod views;
mod web;

pub use closure::{Act, Closed, Closure, Closures, Place, Rules, Span, place};
pub use figure::Figure;
pub use jobs::close_due;
pub use month::{Month, Standing};
pub use proposal::{Decided, Decision, NewProposal, Proposal, State};
pub use reopening::ReopeningForm;
pub use store::{
    Outcome, close, decide, figures, hold, look, proposal, proposals, propose, reopen, said,
};

pub fn routes() -> crate::web::Routes {
    crate::routes! {
        get  "/closing"                      ClosingSee     web::index,
        post "/closing/timing"               ClosingDecide  web::set_timing,
        post "/closing/{id}/closing"         ClosingDecide  web::close,
        post "/closing/{id}/reopening"       ClosingDecide  web::reopen,
        get  "/closing/{id}"                 ClosingSee     web::figures,
    }
}
