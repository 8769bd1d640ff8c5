//! «Передача дел»: what an expert leaves when he goes — what is set up, why it is so, what to watch. Kept as it was written.

mod document;
mod store;
mod views;
mod web;

pub fn routes() -> crate::web::Routes {
    crate::routes! {
        get  "/setup/handover"       SettingsSee    web::latest,
        get  "/setup/handover/new"   ExpertWork  web::new,
        post "/setup/handover"       ExpertWork  web::write,
        get  "/setup/handover/{id}"  SettingsSee    web::show,
    }
}
