//! Pages of an import.
mod check;
mod columns;
mod list;
mod people;
mod preview;
mod result;
mod unread;
mod words;

pub use check::Check;
pub use columns::Columns;
pub use list::Index;
pub use result::Done;
