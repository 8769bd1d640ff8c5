//! Norms: what is usual for one person who works full time, of a role or of one person, from a day on. A template brings them,
//! the company changes them, and after four weeks of facts it is offered its own median instead.

mod form;
mod norms;
mod store;
mod usual;
mod views;
mod web;

pub use norms::{MONTH, Norm, Norms, Per, Source, WEEK, Whose};
pub use store::{all, minutes};

pub fn routes() -> crate::web::Routes {
    crate::routes! {
        get  "/norms"              MetricsSee   web::index,
        get  "/norms/{id}"         MetricsEdit  web::edit,
        post "/norms/{id}"         MetricsEdit  web::update,
        post "/norms/{id}/median"  MetricsEdit  web::take_median,
    }
}
