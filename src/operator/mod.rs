//! What the operator sees: one who keeps the product running and is in no company. Of companies he sees their names, never
//! their figures or people.
mod views;
mod web;

use crate::web::Routes;

/// The operator's first page.
pub const HOME: &str = "/operator/jobs";

pub fn routes() -> Routes {
    crate::routes! {
        get  "/operator/jobs"              Operator web::jobs,
        post "/operator/jobs/{id}/retry"   Operator web::retry,
        post "/operator/jobs/{id}/removal" Operator web::drop,
    }
}
