mod cards;
mod read;
mod versions;

pub use cards::{add, hide, rename};
pub use read::all;
pub use versions::{add_version, approve, give_back};
