//! The way of an import: upload, columns, dry run, apply, result, undo.
mod check;
mod columns;
mod list;
mod opened;
mod result;
mod upload;

pub use check::{apply, check};
pub use columns::{columns, map};
pub use list::{discard, index};
pub use result::{result, undo};
pub use upload::upload;
