//! An entry of the ledger and which of several is in force.

use chrono::{DateTime, NaiveDate, Utc};

use crate::values::{ImportId, MemberId, MetricId};

/// Where a figure came from. Figures of different origins are never added: the first of this
/// order that has one is in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Origin {
    Correction,
    Crm,
    Import,
    Manual,
}

impl Origin {
    pub const ALL: [Self; 4] = [Self::Correction, Self::Crm, Self::Import, Self::Manual];

    /// As it is stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Correction => "correction",
            Self::Crm => "crm",
            Self::Import => "import",
            Self::Manual => "manual",
        }
    }

    /// As people say it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Correction => "корректировка",
            Self::Crm => "CRM",
            Self::Import => "импорт",
            Self::Manual => "ручной ввод",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|origin| origin.code() == code)
    }
}

/// One person's metric on one day; the tag is empty unless the metric is split further.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Cell {
    pub member: MemberId,
    pub metric: MetricId,
    pub day: NaiveDate,
    pub tag: String,
}

/// What a cell is from now on by this origin, in minor units of the metric; no value is a void.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEntry {
    pub cell: Cell,
    pub origin: Origin,
    pub value: Option<i64>,
    pub import: Option<ImportId>,
    pub late: bool,
    /// A correction has one.
    pub reason: Option<String>,
    /// Who said it and when, where that is not the one who records now: history brought in.
    pub said: Option<(MemberId, DateTime<Utc>)>,
}

impl NewEntry {
    pub fn manual(cell: Cell, value: i64) -> Self {
        let (origin, value) = (Origin::Manual, Some(value));
        Self { cell, origin, value, import: None, late: false, reason: None, said: None }
    }

    pub fn imported(cell: Cell, value: i64, import: ImportId) -> Self {
        Self { origin: Origin::Import, import: Some(import), ..Self::manual(cell, value) }
    }
}

/// What recording did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Recorded {
    /// Cells that had nothing of this origin.
    pub added: usize,
    /// Cells whose earlier figure of this origin was replaced.
    pub replaced: usize,
    /// Cells that already said the same: nothing was written.
    pub unchanged: usize,
    /// What was not written, since its day is closed.
    pub closed: Vec<NewEntry>,
}

/// The figure in force of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InForce {
    pub value: i64,
    /// What a correction overruled.
    pub original: Option<i64>,
    pub corrected: bool,
    /// Origins other than corrections differ: both are shown.
    pub conflict: bool,
}

/// Correction, else CRM, else import, else manual. `None` when nothing is said.
pub fn in_force(said: &[(Origin, i64)]) -> Option<InForce> {
    let of = |origin| said.iter().find(|(o, _)| *o == origin).map(|(_, value)| *value);
    let correction = of(Origin::Correction);
    let others: Vec<i64> =
        [Origin::Crm, Origin::Import, Origin::Manual].into_iter().filter_map(of).collect();
    let first = others.first().copied();
    Some(InForce {
        value: correction.or(first)?,
        original: correction.and(first),
        corrected: correction.is_some(),
        conflict: others.iter().any(|value| Some(*value) != first),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_never_add_up() {
        let said = [(Origin::Manual, 5), (Origin::Import, 7)];
        let found = in_force(&said).unwrap();
        assert_eq!((found.value, found.conflict, found.corrected), (7, true, false));
    }

    #[test]
    fn a_correction_overrules_and_keeps_the_original_in_sight() {
        let said = [(Origin::Crm, 4), (Origin::Correction, 3), (Origin::Manual, 4)];
        let found = in_force(&said).unwrap();
        assert_eq!((found.value, found.original), (3, Some(4)));
        assert!(found.corrected && !found.conflict);
    }

    #[test]
    fn zero_is_said_and_silence_is_not() {
        assert_eq!(in_force(&[]), None);
        assert_eq!(in_force(&[(Origin::Manual, 0)]).unwrap().value, 0);
    }

    #[test]
    fn every_origin_is_read_as_it_is_stored() {
        for origin in Origin::ALL {
            assert_eq!(Origin::from_code(origin.code()), Some(origin));
        }
    }
}
