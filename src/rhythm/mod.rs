//! The rhythm of a department as it is set up: regular actions with their cadence, and exercises of skills training.
//!
//! A ritual is a noun of the code only; people read «регулярное действие». What is changed of it is a rule with a day from
//! which it holds, so that what was planned before keeps its own; none is deleted, one that is not held is hidden.

mod cadence;
mod exercise;
mod hours;
mod ritual;
mod rule;
mod store;
mod views;
mod web;

pub use cadence::{Cadence, CadenceError};
pub use exercise::Exercise;
pub use hours::monthly_minutes;
pub use ritual::{Ritual, Rule};
pub use store::{exercises, rituals};

pub fn routes() -> crate::web::Routes {
    crate::routes! {
        get  "/setup/rhythm"                     SetupSee   web::rituals::index,
        get  "/setup/rhythm/new"                 SetupEdit  web::rituals::new,
        post "/setup/rhythm"                     SetupEdit  web::rituals::create,
        get  "/setup/rhythm/{id}"                SetupSee   web::rituals::show,
        post "/setup/rhythm/{id}"                SetupEdit  web::rituals::update,
        post "/setup/rhythm/{id}/visibility"     SetupEdit  web::rituals::set_visibility,
        get  "/setup/exercises"                  SetupSee   web::exercises::index,
        get  "/setup/exercises/new"              SetupEdit  web::exercises::new,
        post "/setup/exercises"                  SetupEdit  web::exercises::create,
        get  "/setup/exercises/{id}"             SetupSee   web::exercises::show,
        post "/setup/exercises/{id}"             SetupEdit  web::exercises::update,
        post "/setup/exercises/{id}/visibility"  SetupEdit  web::exercises::set_visibility,
    }
}
