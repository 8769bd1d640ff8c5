//! Small words of the domain. Pure.
mod ids;

pub use ids::{
    CompanyId, DepartmentId, FactId, Ids, ImportId, MemberId, MetricId, PersonId, PlanVersionId,
    TargetId,
};
