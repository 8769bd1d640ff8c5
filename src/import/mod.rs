//! Import: plan and facts out of the files people keep. A file is read into sheets, its columns are
//! recognised, a person corrects the mapping, a dry run names every problem row, and one
//! transaction applies it; a whole import can be undone.
//!
//! Everything here but the fixed-name files is pure: bytes → [`Sheet`] → [`Mapping`] → [`Figures`].
pub mod day;
pub mod exact;
pub mod figures;
pub mod heading;
pub mod jobs;
pub mod limits;
pub mod mapping;
pub mod month;
pub mod notation;
pub mod reading;
pub mod recognition;
pub mod refusal;
pub mod sheet;

pub use figures::{Figure, Figures, Problem, Question, Who};
pub use jobs::{read_file, read_workbook_main};
pub use mapping::{Kind, Mapping, Role};
pub use refusal::Refusal;
pub use sheet::{Book, Cell, Sheet};
