mod form;
mod index;
mod show;
mod told;

pub use form::{Change, New};
pub use index::Index;
pub use show::Show;
pub use told::summary;
