//! Targets of people for a month: the sheet on which they are set, how a number becomes days, and what a new
//! version changes.

pub mod approval;
pub mod decomposition;
mod sheet;
mod spread;
mod store;
mod version;
mod views;
mod web;

pub use store::{approve, history, hold_departments, latest, latest_between};
pub use version::{NewVersion, Target, Version};

pub fn routes() -> crate::web::Routes {
    crate::routes! {
        get  "/plan"       PlanSee      web::show,
        post "/plan"       PlanApprove  web::approve,
        get  "/plan/days"  PlanSee      web::days,
    }
}
