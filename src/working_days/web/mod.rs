//! The company's calendar, absences of all, the days of one person.
pub mod absences;
pub mod calendar;
pub mod person;
