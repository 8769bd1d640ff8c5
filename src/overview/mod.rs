//! «Обзор», the owner's first page: whether the plan is being met, and where it breaks.

mod start;
mod store;
mod summary;
mod views;
mod web;

pub use summary::{Summary, summary};

pub fn routes() -> crate::web::Routes {
    crate::routes! {
        get  "/"  OverviewSee  web::index,
    }
}
