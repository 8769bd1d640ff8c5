//! What a file would change: each of its figures against what Маяк already says.
use std::collections::{BTreeMap, HashMap};

use chrono::{Datelike, NaiveDate};

use super::figures::Figures;
use crate::values::{MemberId, MetricId};

/// One cell: whose, what, when. For a plan the day is the first of the month.
pub type Place = (MemberId, MetricId, NaiveDate);

/// What stands in a cell.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Standing {
    /// The figure that an import would replace: of an earlier import, or of the plan in force.
    pub same_kind: Option<i64>,
    /// Typed by hand.
    pub by_hand: Option<i64>,
}

/// A figure of the file that differs from one typed by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clash {
    pub row: u32,
    pub place: Place,
    pub in_file: i64,
    pub by_hand: i64,
}

/// Clashes shown one by one.
pub const MOST_CLASHES: usize = 20;

/// The file against the company.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    pub added: usize,
    pub changed: usize,
    pub same: usize,
    pub clashes: Vec<Clash>,
    pub clash_count: usize,
    /// Sums of the file by month and metric, in minor units; people left out are not in them.
    pub sums: BTreeMap<(NaiveDate, MetricId), i64>,
}

impl Comparison {
    /// Nothing to write: the file was loaded before.
    pub fn changes_nothing(&self) -> bool {
        self.added + self.changed == 0
    }
}

/// Who a person of the file is in the company.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Is {
    Member(MemberId),
    /// To be added: nothing stands in the cells.
    New,
    LeftOut,
}

impl Is {
    /// The member whom the company knows.
    pub fn member(self) -> Option<MemberId> {
        match self {
            Self::Member(member) => Some(member),
            Self::New | Self::LeftOut => None,
        }
    }
}

/// Compares every figure of those who are not left out.
pub fn compare(
    figures: &Figures,
    people: &[Is],
    standing: &HashMap<Place, Standing>,
) -> Comparison {
    let mut out = Comparison::default();
    for figure in &figures.list {
        let who = people.get(figure.person as usize).copied().unwrap_or(Is::LeftOut);
        if who == Is::LeftOut {
            continue;
        }
        let month = figure.on.with_day(1).unwrap_or(figure.on);
        let sum = out.sums.entry((month, figure.metric)).or_default();
        *sum = sum.saturating_add(figure.value);
        let Is::Member(member) = who else {
            out.added += 1;
            continue;
        };
        let place = (member, figure.metric, figure.on);
        let there = standing.get(&place).copied().unwrap_or_default();
        match there.same_kind {
            None => out.added += 1,
            Some(value) if value == figure.value => out.same += 1,
            Some(_) => out.changed += 1,
        }
        if let Some(by_hand) = there.by_hand.filter(|value| *value != figure.value) {
            out.clash_count += 1;
            if out.clashes.len() < MOST_CLASHES {
                out.clashes.push(Clash { row: figure.row, place, in_file: figure.value, by_hand });
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::import::figures::Figure;

    #[test]
    fn figures_are_new_changed_same_and_may_clash_with_the_hand() {
        let (metric, member) = (MetricId(Uuid::from_u128(1)), MemberId(Uuid::from_u128(2)));
        let day = |n| NaiveDate::from_ymd_opt(2026, 11, n).unwrap();
        let figure = |n, person| Figure { row: n, person, metric, on: day(n), value: 10 };
        let list = vec![figure(1, 0), figure(2, 0), figure(3, 0), figure(4, 1), figure(5, 2)];
        let figures = Figures { list, ..Figures::default() };
        let standing = HashMap::from([
            ((member, metric, day(1)), Standing { same_kind: Some(10), by_hand: None }),
            ((member, metric, day(2)), Standing { same_kind: Some(9), by_hand: Some(10) }),
            ((member, metric, day(3)), Standing { same_kind: None, by_hand: Some(8) }),
        ]);
        let people = [Is::Member(member), Is::New, Is::LeftOut];
        let found = compare(&figures, &people, &standing);
        assert_eq!((found.added, found.changed, found.same, found.clash_count), (2, 1, 1, 1));
        assert_eq!(found.sums, BTreeMap::from([((day(1), metric), 40)]));
        assert!(!found.changes_nothing());
    }
}
