//! Import: plan and facts out of the files people keep. A file is read into sheets, its columns are
//! recognised, a person corrects the mapping, a dry run names every problem row, and one
//! transaction applies it; a whole import can be undone.
//!
//! Everything here but the fixed-name files is pure: bytes → [`Sheet`] → [`Mapping`] → [`Figures`].
mod answers;
mod comparison;
pub mod day;
pub mod exact;
pub mod figures;
pub mod heading;
mod jobs;
pub mod limits;
pub mod mapping;
mod mapping_form;
mod matching;
pub mod month;
pub mod notation;
mod plan_change;
pub mod reading;
pub mod recognition;
pub mod refusal;
mod run;
pub mod sheet;
mod store;
mod team_sum;
mod views;
mod web;

pub use figures::{Figure, Figures, Problem, Question, Who};
pub use jobs::{forget_drafts, read_file, read_workbook_main};
pub use mapping::{Kind, Mapping, Role};
pub use refusal::Refusal;
pub use sheet::{Book, Cell, Sheet};

use crate::access::Permission;
use crate::web::Routes;

pub fn routes() -> Routes {
    let routes = crate::routes! {
        get  "/imports"               ImportFacts  web::index,
        get  "/imports/{id}"          ImportFacts  web::columns,
        post "/imports/{id}/mapping"  ImportFacts  web::map,
        get  "/imports/{id}/check"    ImportFacts  web::check,
        work "/imports/{id}/apply"    ImportFacts  web::apply,
        get  "/imports/{id}/result"   ImportFacts  web::result,
        work "/imports/{id}/undo"     ImportFacts  web::undo,
        post "/imports/{id}/removal"  ImportFacts  web::discard,
    };
    routes.upload("/imports", Permission::ImportFacts, web::upload)
}
