//! The work of an import: reading a file apart, applying it whole, taking it back.
mod apply;
mod reader;
mod undo;

pub use apply::{Prepared, apply};
pub use reader::{read_figures, read_file, read_workbook_main, recognise};
pub use undo::{Undone, undo};
