//! The company's people and departments: who is measured, who may what, and in which department since when.
//!
//! People may stand here without a sign-in: typed by hand or met in a file. How they get one is in `invitation`.

mod base_role;
mod department;
mod dismissal;
mod headship;
mod member;
mod name;
mod placement;
mod store;
mod timeline;
mod until;
mod views;
mod web;

pub use department::{Department, DepartmentNow, in_use, seen_departments};
pub use member::{Member, MemberDraft, Particulars, clean_name, namesake};
pub use name::{first_name, name_norm};
pub use store::{
    Admission, Founding, Kept, Profile, Saved, Standing, add, add_department, admit, appoint_head,
    close_access, departments, departments_now, departments_since, found, found_by, has_been_in,
    join, members, profile, save, save_profile, standing_of,
};
pub use until::{Grant, last_day};

pub fn routes() -> crate::web::Routes {
    crate::routes! {
        get  "/people"                             PeopleSee     web::team::index,
        get  "/people/new"                         PeopleEdit    web::team::new,
        post "/people"                             PeopleEdit    web::team::create,
        get  "/people/{id}"                        ManagersEdit  web::person::show,
        post "/people/{id}"                        ManagersEdit  web::person::update,
        post "/people/{id}/department"             ManagersEdit  web::person::move_on,
        post "/people/{id}/role"                   PeopleEdit    web::person::change_role,
        post "/people/{id}/access-closing"         ExpertsShut   web::access::close,
        post "/people/{id}/dismissal"              ManagersEdit  web::dismissal::dismiss,
        post "/people/{id}/return"                 ManagersEdit  web::dismissal::take_back,
        post "/people/departments"                 PeopleEdit    web::team::create_department,
        get  "/people/departments/{id}"            PeopleEdit    web::department::show,
        post "/people/departments/{id}"            PeopleEdit    web::department::rename,
        post "/people/departments/{id}/head"       PeopleEdit    web::department::appoint,
        post "/people/departments/{id}/archiving"  PeopleEdit    web::department::archive,
        post "/people/departments/{id}/restoring"  PeopleEdit    web::department::restore,
    }
}
