//! «Клиенты»: a person who leads companies of others sees them in one list, makes a company for an owner and hands it over, and
//! keeps set-ups of his own.
//!
//! In each company he is a member like others, let in until a day; the list alone reads several companies at once. It sees
//! [`Introduction`], days and counts that a job keeps, through a wall that lets the named person's companies through.

mod client;
mod founding;
mod jobs;
mod own_template;
mod store;
mod views;
mod web;

pub use client::{Client, Flag, Introduction};
pub use jobs::{ask_look, look_again};
pub use store::client_of;

pub fn routes() -> crate::web::Routes {
    crate::routes! {
        get  "/clients"      Person  web::clients::index,
        post "/clients"      Person  web::founding::create,
        get  "/clients/new"  Person  web::founding::new,
        get  "/clients/templates"               Person      web::templates::index,
        post "/clients/templates/{id}/hiding"   Person      web::templates::hide,
        get  "/setup/own-templates"             ExpertWork  web::templates::offers,
        post "/setup/own-templates"             ExpertWork  web::templates::save,
        get  "/setup/own-templates/{id}"        ExpertWork  web::templates::offer,
        post "/setup/own-templates/{id}/applying" ExpertWork web::templates::apply,
    }
}
