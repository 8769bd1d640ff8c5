//! Work that is asked for.
use chrono::TimeDelta;
use serde_json::Value;

use super::Kind;

/// A job to be. It is written in the transaction of its cause: no cause, no job.
#[derive(Debug, Clone)]
pub struct Wanted {
    pub(super) kind: Kind,
    pub(super) payload: Value,
    pub(super) dedupe_key: Option<String>,
    pub(super) after: TimeDelta,
}

impl Wanted {
    pub fn new(kind: Kind) -> Self {
        let payload = Value::Object(serde_json::Map::new());
        Self { kind, payload, dedupe_key: None, after: TimeDelta::zero() }
    }

    /// What the work needs to know. The operator does not see it.
    #[must_use]
    pub fn with(self, payload: Value) -> Self {
        Self { payload, ..self }
    }

    /// Of several with the same key in one company the first is done and the others are forgotten, even when it is done
    /// already. Keys are kept for a week.
    #[must_use]
    pub fn once(self, key: impl Into<String>) -> Self {
        Self { dedupe_key: Some(key.into()), ..self }
    }

    /// Not before that time has passed.
    #[must_use]
    pub fn after(self, after: TimeDelta) -> Self {
        Self { after, ..self }
    }
}
