//! The work of an import: reading a file apart, applying it whole, taking it back.
mod apply;
mod prepared;
mod reader;
mod undo;

pub use apply::apply;
pub use prepared::Prepared;
pub use reader::{read_figures, read_file, read_workbook_main, recognise};
pub use undo::{Undone, undo};
