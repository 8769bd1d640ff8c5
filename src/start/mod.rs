//! «Первая настройка»: five steps from nothing to a working plan: industry, goal, people, whether it can be done, done.
//!
//! Each step can be skipped and come back to; what was typed is kept. The set-up itself belongs to the slices: the template,
//! the people, the norms, the plan.

mod crew;
mod feasibility;
mod goal;
mod known;
mod progress;
mod proposal;
mod store;
mod views;
mod web;

pub fn routes() -> crate::web::Routes {
    crate::routes! {
        get  "/start"           SetupEdit  web::resume,
        get  "/start/industry"  SetupEdit  web::industry::show,
        post "/start/industry"  SetupEdit  web::industry::choose,
        get  "/start/goal"      SetupEdit  web::goal::show,
        post "/start/goal"      SetupEdit  web::goal::set,
        get  "/start/people"    SetupEdit  web::people::show,
        post "/start/people"    SetupEdit  web::people::add,
        get  "/start/check"     SetupEdit  web::check::show,
        post "/start/check"     SetupEdit  web::check::go_on,
        get  "/start/done"      SetupEdit  web::done::show,
        post "/start/done"      SetupEdit  web::done::finish,
    }
}
