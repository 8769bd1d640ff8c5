//! Typed identifiers, and the one place that makes them.
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Utc};
use rand::rngs::StdRng;
use rand::{Rng, RngExt, SeedableRng};
use uuid::Uuid;

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, sqlx::Type, serde::Serialize, serde::Deserialize)]
        #[sqlx(transparent)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

id! {
    /// A tenant.
    CompanyId,
    /// A human being with a sign-in, in however many companies.
    PersonId,
    /// A person in one company.
    MemberId,
    DepartmentId,
    MetricId,
    PlanVersionId,
    TargetId,
    ImportId,
    InvitationId,
    FactId,
    PaymentId,
    ClientId,
    /// A closing or reopening of a period.
    CloseId,
    /// A proposed correction of a closed day.
    ProposalId,
    SignalId,
    NormId,
    ExplanationId,
    PipelineId,
    StageId,
    ScorecardId,
    ScorecardVersionId,
    RitualId,
    ExerciseId,
}

impl MemberId {
    /// Under it stands, among the figures of people, what no person carries: «не обеспечено людьми». Nobody has this id.
    pub const NOBODY: Self = Self(Uuid::nil());

    pub fn is_nobody(self) -> bool {
        self == Self::NOBODY
    }
}

/// The id in an address; empty is none.
pub fn optional_id<T: From<Uuid>>(text: &str) -> Result<Option<T>, uuid::Error> {
    if text.is_empty() { Ok(None) } else { text.parse::<Uuid>().map(|id| Some(id.into())) }
}

/// Makes ids: uuid v7 from the caller's time and a generator of its own, so that a seeded run repeats itself.
#[derive(Debug, Clone)]
pub struct Ids(Arc<Mutex<StdRng>>);

impl Ids {
    /// Unpredictable ids.
    pub fn random() -> Self {
        Self::seeded(rand::random())
    }

    /// The same ids in the same order for the same seed.
    pub fn seeded(seed: u64) -> Self {
        Self(Arc::new(Mutex::new(StdRng::seed_from_u64(seed))))
    }

    /// A new id of any type.
    pub fn make<T: From<Uuid>>(&self, now: DateTime<Utc>) -> T {
        let mut chance = [0; 10];
        self.0.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(&mut chance);
        let millis = u64::try_from(now.timestamp_millis()).unwrap_or_default();
        uuid::Builder::from_unix_timestamp_millis(millis, &chance).into_uuid().into()
    }

    /// A number below `bound` by the same chance.
    pub fn chance(&self, bound: u32) -> u32 {
        let mut chance = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        chance.random_range(0..bound.max(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_repeats_its_ids_and_never_one_of_them() {
        let (ids, again) = (Ids::seeded(7), Ids::seeded(7));
        let now = DateTime::from_timestamp(1_780_000_000, 0).unwrap();
        let first: Vec<Uuid> = (0..100).map(|_| ids.make(now)).collect();
        let second: Vec<Uuid> = (0..100).map(|_| again.make(now)).collect();
        assert_eq!(first, second);
        assert_eq!(first.iter().collect::<std::collections::HashSet<_>>().len(), 100);
        assert_eq!(first[0].get_version_num(), 7);
    }
}
