//! The company's people and departments: who is measured, and in which department since when.
//!
//! People may stand here without a sign-in: typed by hand or met in a file.

mod department;
mod dismissal;
mod member;
mod name;
mod store;
mod views;
mod web;

pub use department::Department;
pub use member::{Member, MemberDraft};
pub use name::name_norm;
pub use store::{
    Admission, Founding, Saved, add, add_department, admit, appoint_head, departments, found,
    members, save,
};

pub fn routes() -> crate::web::Routes {
    crate::routes! {
        get  "/people"                 PeopleSee   web::index,
        get  "/people/new"             PeopleEdit  web::new,
        post "/people"                 PeopleEdit  web::create,
        get  "/people/{id}"            PeopleEdit  web::edit,
        post "/people/{id}"            PeopleEdit  web::update,
        post "/people/{id}/dismissal"  PeopleEdit  web::dismiss,
        post "/people/{id}/return"     PeopleEdit  web::take_back,
        post "/departments"            PeopleEdit  web::create_department,
    }
}
