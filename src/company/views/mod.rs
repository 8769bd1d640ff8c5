mod department;
mod person;
mod team;

pub use department::OneDepartment;
pub use person::{NewPerson, Person};
pub use team::Team;
