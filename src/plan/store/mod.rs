//! Versions of plans in the database: months, and the weeks a head sets out of them.
mod cover;
mod member;
mod plans;
mod versions;
mod week;

pub use cover::{cover, roster_and_made};
pub use member::of_member;
pub use plans::plans;
pub use versions::{approve, facts, history, hold_departments, latest, latest_between};
pub use week::{set_week, week_plans};
