//! Plan against fact: comparing and reading only, nothing is written here.

pub mod course;
pub mod evidence;
pub mod pace;
pub mod profile;
pub mod side;
pub mod status;
mod store;
pub mod table;
pub mod verdict;

pub use store::{evidence, planned_months};
