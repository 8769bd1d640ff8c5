//! One import from upload to undo.
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::mapping::{Kind, Mapping};
use crate::access::{Actor, Permission};
use crate::values::{ImportId, MemberId};

/// How far an import has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Read and recognised, nobody has looked at the columns.
    Uploaded,
    /// The columns were confirmed.
    Mapped,
    Applied,
    Undone,
    /// Never written and taken out of the list.
    Discarded,
}

impl State {
    /// As it is stored: a discarded import keeps how far it had come.
    pub fn stored(code: &str, is_discarded: bool) -> Option<Self> {
        match code {
            "uploaded" | "mapped" if is_discarded => Some(Self::Discarded),
            "uploaded" => Some(Self::Uploaded),
            "mapped" => Some(Self::Mapped),
            "applied" => Some(Self::Applied),
            "undone" => Some(Self::Undone),
            _ => None,
        }
    }

    /// «загружено», «отменено»: how it stands, on a page.
    pub fn word(self) -> &'static str {
        match self {
            Self::Uploaded | Self::Mapped => "не закончено",
            Self::Applied => "загружено",
            Self::Undone => "отменено",
            Self::Discarded => "убрано из списка",
        }
    }

    /// Whether its columns and answers may still change.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Uploaded | Self::Mapped)
    }
}

/// What an applied import did.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// Figures that were not there.
    pub added: usize,
    /// Figures that had another value.
    pub changed: usize,
    /// Figures that already said the same.
    pub unchanged: usize,
    /// Figures of closed days, written as corrections.
    #[serde(default)]
    pub corrected: usize,
    /// Figures left as typed by hand.
    #[serde(default)]
    pub kept: usize,
    /// Rows that could not be read.
    pub problems: usize,
    /// Rows of totals left out.
    pub totals: usize,
    /// Names of the people who were added.
    pub people: Vec<String>,
    /// Names of the people who were found and sell no more: their plan is the team's.
    #[serde(default)]
    pub not_selling: Vec<String>,
    /// Figures taken back by the undo, and those that later imports had overruled.
    #[serde(default)]
    pub withdrawn: usize,
}

/// An import.
#[derive(Debug, Clone)]
pub struct Run {
    pub id: ImportId,
    pub kind: Kind,
    pub file_name: String,
    pub sha256: Vec<u8>,
    pub mapping: Mapping,
    pub summary: Option<Summary>,
    pub state: State,
    pub by: MemberId,
    pub by_name: String,
    pub made_at: DateTime<Utc>,
    pub applied_at: Option<DateTime<Utc>>,
    pub undone_at: Option<DateTime<Utc>>,
    pub row_version: i32,
}

impl Run {
    /// Whether this person may take it out of the list: a draft is its author's and the owner's.
    pub fn may_be_discarded_by(&self, actor: &Actor) -> bool {
        self.state.is_open() && (self.by == actor.member || actor.may(Permission::ImportDiscardAny))
    }
}

impl Kind {
    /// As it is stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Facts => "facts",
            Self::Plan => "plan",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Facts, Self::Plan].into_iter().find(|kind| kind.code() == code)
    }

    /// «факты», «план».
    pub fn word(self) -> &'static str {
        match self {
            Self::Facts => "факты",
            Self::Plan => "план",
        }
    }
}
