//! «Мой день»: what somebody who sells did on a day, typed on a phone.
//!
//! A day is saved whole: every number shown, zeros too, and the payments line by line; `day_log` says that it was
//! saved, so that a day of zeros is not a day of silence. It may be saved again until its week or month closes; then
//! another number is proposed to the head. A day belongs to the one who is signed in: no address names anybody.

mod draft;
mod headline;
mod jobs;
mod mail;
mod proposing;
mod sheet;
mod standing;
mod store;
mod streak;
mod typed;
mod views;
mod web;

pub use jobs::{day_of, remind, reminder_letter};
pub use store::{log_days, logged};

pub fn routes() -> crate::web::Routes {
    crate::routes! {
        get  "/day"                   DayLog  web::today,
        get  "/day/offline"           Public  web::offline,
        get  "/day/{date}"            DayLog  web::show,
        post "/day/{date}"            DayLog  web::save,
        post "/day/{date}/proposals"  DayLog  web::propose,
        post "/account/reminders"     Member  web::reminders::set,
        get  "/unsubscribe/{token}"   Public  web::reminders::ask,
        post "/unsubscribe/{token}"   Public  web::reminders::end,
    }
}
