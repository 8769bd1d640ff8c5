mod absences;
mod calendar;
mod person;

pub use absences::{Strip, WEEKS};
pub use calendar::Calendar;
pub use person::Person;
