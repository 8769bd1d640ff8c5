//! Targets of people for a month: the sheet on which they are set, how a number becomes days, and what a new
//! version changes.

mod agreed;
pub mod approval;
mod cover;
pub mod decomposition;
mod sheet;
mod spread;
mod store;
mod version;
mod views;
mod web;

pub use agreed::{Agreed, over_days};
pub use store::{
    approve, history, hold_departments, latest, latest_between, of_member, plans, set_week,
    week_plans,
};
pub use version::{NewVersion, NewWeek, Plans, Target, Version, WeekPlan};

pub fn routes() -> crate::web::Routes {
    crate::routes! {
        get  "/plan"       PlanSee      web::show,
        post "/plan"       PlanApprove  web::approve,
        post "/plan/cover" PlanCover    web::cover::decide,
        get  "/plan/days"  PlanSee      web::days,
    }
}
