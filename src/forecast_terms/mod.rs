//! The terms by which the forecast counts: how often categories come true, how late invoices are paid, how money comes
//! within a month and within a year. A change holds from the day it is made; days before it keep theirs.

mod draft;
mod store;
mod terms;
mod views;
mod web;

pub use store::{Held, history, save};
pub use terms::{HitRates, Terms};

pub fn routes() -> crate::web::Routes {
    crate::routes! {
        get  "/setup/forecast"  SetupSee   web::show,
        post "/setup/forecast"  SetupEdit  web::save,
    }
}
