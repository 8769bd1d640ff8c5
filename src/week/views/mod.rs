//! The pages of a week.
mod correction;
mod days;
mod facts;
mod figure;
mod head;
mod plan;
mod reasons;
mod report;

pub use correction::signed;
pub use days::Days;
pub use facts::FactsPage;
pub use head::{Head, Nobody, ahead};
pub use plan::PlanPage;
pub use reasons::Reasons;
pub use report::Report;
