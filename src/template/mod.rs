//! What a company is set up with: templates of industries as data, the set-up a company has as the same value, what
//! applying one to the other would change, and doing it.

mod check;
mod content;
mod file;
mod funnel;
mod industries;
mod light;
mod merge;
mod next;
mod rows;
mod starter;
mod store;
mod told;
mod views;
mod web;

pub use check::check;
pub use content::*;
pub use industries::{all, by_code};
pub use merge::{Change, Line, Outcome, Part};
pub use starter::starter;
pub use store::{Offer, Present, Setup, apply, carry_out, diff, present, setup_of};
pub use told::{Tense, Told, inside, summary, told};

pub fn routes() -> crate::web::Routes {
    crate::routes! {
        get  "/setup/template"                     SetupSee  web::index,
        get  "/setup/template/applied"             SetupSee  web::applied,
        post "/setup/template/next"                SetupEdit web::reveal,
        get  "/setup/template/{code}"              SetupSee  web::show,
        post "/setup/template/{code}/application"  SetupEdit web::apply,
    }
}
