//! Metrics: what is measured, in what units, and how values of days and people add up.
//!
//! A company starts with five and edits them; a metric is hidden, never deleted, for its past is kept.

mod code;
mod definition;
mod draft;
mod starter;
mod store;
mod value;
mod views;
mod web;

pub use code::latin;
pub use definition::{Direction, Kind, Metric, OverPeople, OverTime};
pub use draft::Draft;
pub use starter::starter;
pub use store::{Saved, add, add_starter, all};

pub fn routes() -> crate::web::Routes {
    crate::routes! {
        get  "/metrics"                  MetricsSee   web::index,
        get  "/metrics/new"              MetricsEdit  web::new,
        post "/metrics"                  MetricsEdit  web::create,
        get  "/metrics/{id}"             MetricsEdit  web::edit,
        post "/metrics/{id}"             MetricsEdit  web::update,
        post "/metrics/{id}/visibility"  MetricsEdit  web::set_visibility,
        post "/metrics/{id}/position"    MetricsEdit  web::set_position,
    }
}
