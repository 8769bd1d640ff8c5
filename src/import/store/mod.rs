//! Imports in the database, and what a file is compared with.
mod confirmed;
mod outcome;
mod plans;
mod runs;
mod standing;
mod teams;

pub use confirmed::{confirming, hold_metrics};
pub use outcome::{discard, mark_applied, mark_undone, unread};
pub use plans::{Brought, brought, targets};
pub use runs::{
    NewRun, add, applied_mappings, content, earlier_of, find, hold, list, old_drafts, open_drafts,
    remap,
};
pub use standing::{facts, later_figures};
pub use teams::placements;
