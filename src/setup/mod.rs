//! «Настройка»: every setting of a company in one place, with its present value, what it changes and since when, and a search.
//!
//! The list is data in `list`; a setting is changed on the page it leads to. Of its own the slice has the company's name and
//! zone.

mod company;
mod list;
mod present;
mod search;
mod setting;
mod store;
mod views;
mod web;

pub use present::Present;
pub use store::present;

pub fn routes() -> crate::web::Routes {
    crate::routes! {
        get  "/setup"          SettingsSee   web::index,
        get  "/setup/company"  SettingsSee   web::company::show,
        post "/setup/company"  SetupEdit  web::company::save,
    }
}
