//! Plan against fact: comparing and reading only, nothing is written here.

pub mod course;
mod cut;
pub mod evidence;
pub mod pace;
pub mod profile;
pub mod run_rate;
pub mod side;
pub mod status;
mod store;
pub mod table;
mod turning;
pub mod verdict;
mod when;

pub use store::{evidence, planned_months};
