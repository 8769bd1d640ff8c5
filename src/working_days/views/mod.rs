mod absences;
mod calendar;
mod person;

pub use absences::{Absences, WEEKS};
pub use calendar::Year;
pub use person::Person;
