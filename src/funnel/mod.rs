//! Funnels and their stages: in what order a deal goes, when it may enter a stage, how probable its payment is from there,
//! and after how many days without a move it is stale. Nothing is deleted; a probability holds from its day on.

mod draft;
mod pipeline;
mod store;
mod views;
mod web;

pub use pipeline::{Pipeline, Probability, Stage};
pub use store::pipelines;

pub fn routes() -> crate::web::Routes {
    crate::routes! {
        get  "/setup/funnel"                         SetupSee   web::pipelines::index,
        post "/setup/funnel"                         SetupEdit  web::pipelines::create,
        post "/setup/funnel/{id}"                    SetupEdit  web::pipelines::rename,
        post "/setup/funnel/{id}/visibility"         SetupEdit  web::pipelines::set_visibility,
        get  "/setup/funnel/{id}/stages/new"         SetupEdit  web::stages::new,
        post "/setup/funnel/{id}/stages"             SetupEdit  web::stages::create,
        get  "/setup/stages/{id}"                    SetupSee   web::stages::show,
        post "/setup/stages/{id}"                    SetupEdit  web::stages::update,
        post "/setup/stages/{id}/visibility"         SetupEdit  web::stages::set_visibility,
        post "/setup/stages/{id}/position"           SetupEdit  web::stages::set_position,
    }
}
