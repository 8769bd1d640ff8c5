mod departments;
mod dismissal;
mod members;

pub use departments::{add_department, departments};
pub use dismissal::dismiss;
pub use members::{Saved, add, members, save};
