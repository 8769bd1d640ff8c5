//! «Неделя»: the head's Friday in four steps, and what the owner sees of it.
//!
//! Facts come from the days and are corrected with a reason; the three costliest deviations get cause and measures;
//! the next week is planned out of the rest of the month; the owner's page is looked at and the week confirmed. This
//! slice owns no table: facts are `actual`'s, plans `plan`'s, closings `closing`'s, explanations `signal`'s.

mod ahead;
mod correction;
mod desk;
mod deviations;
mod evidence;
mod facts;
mod person;
mod reasons;
mod sheet;
mod standing;
mod store;
mod views;
mod web;

pub use desk::Desk;
pub use standing::{Given, Standing, due_part, due_parts};
pub use store::{read, standings};

pub fn routes() -> crate::web::Routes {
    crate::routes! {
        get  "/week"                                         WeekSee     web::current,
        get  "/week/{starts_on}"                             WeekSee     web::report::show,
        get  "/week/{starts_on}/days"                        WeekSee     web::days::show,
        post "/week/{starts_on}/days"                        WeekRun     web::days::correct,
        get  "/week/{starts_on}/facts"                       WeekRun     web::facts::show,
        post "/week/{starts_on}/facts"                       WeekRun     web::facts::correct,
        post "/week/{starts_on}/proposals/{id}/acceptance"   WeekRun     web::proposals::accept,
        post "/week/{starts_on}/proposals/{id}/refusal"      WeekRun     web::proposals::decline,
        get  "/week/{starts_on}/reasons"                     WeekRun     web::reasons::show,
        post "/week/{starts_on}/reasons"                     WeekRun     web::reasons::explain,
        get  "/week/{starts_on}/plan"                        WeekRun     web::plan::show,
        post "/week/{starts_on}/plan"                        WeekRun     web::plan::set,
        post "/week/{starts_on}/confirmation"                WeekRun     web::report::confirm,
        post "/week/{starts_on}/reopening"                   WeekReopen  web::report::reopen,
    }
}
