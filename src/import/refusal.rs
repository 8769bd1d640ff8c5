//! Why a whole file cannot be taken, in words for its owner.
use serde::{Deserialize, Serialize};

/// A refused file: what is wrong with it and what to do about it. Both are whole Russian sentences.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{what} {todo}")]
pub struct Refusal {
    pub what: String,
    pub todo: String,
    /// Particulars: which column, which value, why. May be empty.
    #[serde(default)]
    pub details: Vec<String>,
}

impl Refusal {
    pub fn new(what: impl Into<String>, todo: impl Into<String>) -> Self {
        Self { what: what.into(), todo: todo.into(), details: Vec::new() }
    }

    #[must_use]
    pub fn with_details(mut self, details: Vec<String>) -> Self {
        self.details = details;
        self
    }
}
