mod departments;
mod dismissal;
mod founding;
mod members;

pub use departments::{add_department, departments};
pub use dismissal::dismiss;
pub use founding::{Admission, Founding, admit, appoint_head, found};
pub use members::{Saved, add, members, save};
