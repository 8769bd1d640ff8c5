//! A version of a card.

use chrono::{DateTime, NaiveDate, Utc};

use super::item::Item;
use crate::values::{ScorecardVersionId, Share};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Begun and not sent.
    Draft,
    /// Waits for the owner.
    Proposed,
    /// The owner said no, with a reason.
    Returned,
    /// A later proposal stood in for it.
    Withdrawn,
    /// Frozen; it counts from its day on.
    Approved,
}

impl State {
    pub const ALL: [Self; 5] =
        [Self::Draft, Self::Proposed, Self::Returned, Self::Withdrawn, Self::Approved];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Proposed => "proposed",
            Self::Returned => "returned",
            Self::Withdrawn => "withdrawn",
            Self::Approved => "approved",
        }
    }

    pub const fn name(self) -> &'static str {
        match self {
            Self::Draft => "черновик",
            Self::Proposed => "ждёт собственника",
            Self::Returned => "возвращена",
            Self::Withdrawn => "заменена новой",
            Self::Approved => "утверждена",
        }
    }

    /// Whether it still waits for a word.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Draft | Self::Proposed)
    }
}

/// Who said yes or no to a version, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// Nobody: a template was applied by itself.
    pub by_name: Option<String>,
    pub at: DateTime<Utc>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    pub id: ScorecardVersionId,
    pub no: i32,
    pub state: State,
    pub effective_on: NaiveDate,
    /// Counted and shown, not paid.
    pub is_trial: bool,
    /// Why it was made.
    pub reason: Option<String>,
    pub by_name: String,
    pub made_at: DateTime<Utc>,
    pub answered: Option<Answered>,
    /// Why it was returned.
    pub answer: Option<String>,
    pub row_version: i32,
    pub items: Vec<Item>,
}

/// A version to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewVersion {
    pub effective_on: NaiveDate,
    pub is_trial: bool,
    pub reason: Option<String>,
    pub items: Vec<Item>,
}

impl Version {
    pub fn weight(&self, counted: super::item::Counted) -> Option<Share> {
        self.items.iter().find(|item| item.counted == counted).map(|item| item.weight)
    }
}
