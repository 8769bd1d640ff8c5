//! Opening a closed period again: never without a reason.

use serde::Deserialize;

use crate::form::FieldErrors;

/// The form as typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct ReopeningForm {
    pub reason: String,
    /// The word that was on the page: another one since then is told.
    pub no: i32,
}

impl ReopeningForm {
    pub fn check(&self) -> Result<String, FieldErrors> {
        let mut errors = FieldErrors::default();
        let reason = errors.required("reason", &self.reason);
        errors.or(reason)
    }
}
