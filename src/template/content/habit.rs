//! What a head of sales does regularly.
use chrono::NaiveTime;
use serde::{Deserialize, Serialize};

use crate::rhythm::Cadence;
use crate::values::Share;
use crate::values::russian::{NO_BREAK, time};

/// A regular action.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ritual {
    pub code: String,
    pub name: String,
    pub cadence: Cadence,
    pub starts_at: NaiveTime,
    pub minutes: i16,
    /// Held with each manager.
    pub is_per_person: bool,
    pub agenda: String,
    /// What must remain after it.
    pub outcome: String,
    /// In the head's index of discipline, before scaling to those held.
    pub weight: Share,
    pub is_hidden: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exercise {
    pub code: String,
    pub name: String,
    pub minutes: i16,
    pub checklist: Vec<String>,
    pub phrases: Vec<String>,
    pub is_hidden: bool,
}

impl Ritual {
    /// «каждый рабочий день, в 9:15, 15 мин»
    pub fn when(&self) -> String {
        let each = if self.is_per_person { ", с каждым" } else { "" };
        let (words, at) = (self.cadence.words(), time(self.starts_at));
        format!("{words}, в {at}, {}{NO_BREAK}мин{each}", self.minutes)
    }
}
