//! Deleting a company: its owner asks, everybody in it is told on every page, and for thirty days an owner can think better of
//! it. Until then the company works as before: what is regretted must have lost nothing. Then everything of it goes in one
//! transaction; its people keep their sign-ins.
mod asking;
mod jobs;
mod store;
mod views;
mod web;

pub use jobs::erase_due;

pub fn routes() -> crate::web::Routes {
    crate::routes! {
        get  "/deletion"              CompanyData web::index,
        post "/deletion"              CompanyData web::ask,
        post "/deletion/cancellation" CompanyData web::cancel,
    }
}
