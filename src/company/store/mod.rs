mod access;
mod departments;
mod dismissal;
mod founding;
mod headships;
mod joining;
mod members;
mod owners;
mod placements;
mod profile;
mod roles;

pub use access::close_access;
pub use departments::{
    add_department, archive_department, departments, departments_now, departments_since,
    rename_department, who_stays,
};
pub use dismissal::dismiss;
pub use founding::{Admission, Founding, admit, found, found_by};
pub use headships::{appoint_head, change_head, headed_by, headships};
pub use joining::{Standing, join, standing_of};
pub use members::{Saved, add, has_been_in, members, save};
pub use placements::{place_anew, placements};
pub use profile::{Profile, profile, save_profile};
pub use roles::{Kept, change_role};
