//! Imports in the database, and what a file is compared with.
mod plans;
mod runs;
mod standing;
mod teams;

pub use plans::{brought, targets};
pub use runs::{
    NewRun, add, applied_mappings, content, earlier_of, find, hold, list, mark_applied,
    mark_undone, remap,
};
pub use standing::{facts, later_figures};
pub use teams::placements;
