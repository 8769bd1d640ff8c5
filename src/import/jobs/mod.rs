//! The work of an import: reading a file apart, applying it whole, taking it back.
mod apply;
mod child;
mod prepared;
mod reader;
mod tidying;
mod undo;

pub use apply::apply;
pub use child::read_workbook_main;
pub use prepared::Prepared;
pub use reader::{digest, read_figures, read_file, recognise};
pub use tidying::forget_drafts;
pub use undo::{Undone, undo};
