//! Small words of the domain: ids, money, quantities, percents, periods, the work calendar, Russian.
//!
//! Everything here is pure: no clock, no database, no pages. Amounts are integers in minor units
//! (kopecks), ratios are exact, and rounding happens only where a number is shown.
mod distribute;
mod hex;
mod ids;
mod money;
mod number;
mod order;
mod percent;
mod period;
mod quantity;
pub mod russian;
mod share;
mod work_calendar;

pub use distribute::distribute;
pub use hex::hex;
pub use ids::{
    ClientId, CloseId, CompanyId, DepartmentId, ExerciseId, ExplanationId, FactId, Ids, ImportId,
    InvitationId, MemberId, MetricId, NormId, PaymentId, PersonId, PipelineId, PlanVersionId,
    ProposalId, RitualId, ScorecardId, ScorecardVersionId, SignalId, StageId, TargetId,
    optional_id,
};
pub use money::Money;
pub use number::{LIMIT, NumberError, parse_exact, written};
pub use order::{Step, moved};
pub use percent::Percent;
pub use period::{Period, PeriodError, Span, WeekPart};
pub use quantity::{Quantity, Unit};
pub use share::Share;
pub use work_calendar::{DayChange, DayKind, WorkCalendar};
