//! «Журнал изменений»: who changed what, when, as whom, from what, to what — in plain words.
//!
//! Reads `change_log`, which every store function that changes something writes to. What stands in
//! its JSON is shown only where `words` names it, so that nothing secret comes to the page by
//! itself; a change without words of its own is told in general ones.

mod asked;
mod names;
mod record;
mod store;
mod views;
mod web;
mod words;

pub use words::has_words;

pub fn routes() -> crate::web::Routes {
    crate::routes! {
        get  "/changes"  ChangesSee  web::index,
    }
}
