//! Who works on which days: the company's own calendar, absences, schedules, and how much of a full plan each carries.
//!
//! Everything that counts working days asks a [`Roster`]: of the company, or of a person. What is changed is kept with
//! the day it was learnt, and days that passed by then keep the plan they had.

mod absence;
mod capacity;
mod known;
mod own_day;
mod roster;
mod schedule;
mod store;
mod views;
mod web;

pub use absence::{AbsenceKind, NewAbsence};
pub use capacity::ramp;
pub use known::{Known, OwnDays};
pub use roster::{FULL, Roster};
pub use store::{carry, company_calendar, record as be_away, roster};

pub fn routes() -> crate::web::Routes {
    crate::routes! {
        get  "/setup/calendar"                         SetupSee      web::calendar::show,
        post "/setup/calendar"                         SetupEdit     web::calendar::change,
        get  "/people/absences"                        PeopleSee     web::absences::index,
        get  "/people/{id}/days"                       ManagersEdit  web::person::show,
        post "/people/{id}/absences"                   ManagersEdit  web::person::be_away,
        post "/people/{id}/absences/{absence}/return"  ManagersEdit  web::person::not_be_away,
        post "/people/{id}/schedule"                   ManagersEdit  web::person::schedule,
        post "/people/{id}/capacity"                   ManagersEdit  web::person::carry,
    }
}
