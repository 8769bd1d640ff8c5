//! The entries that a figure is made of: they add up to it.
use super::Contents;
use crate::report::side::Side;
use crate::report::table::{Cell, Row};

impl Contents {
    pub(super) fn all_href(&self, at: usize) -> String {
        self.href(at, None, None)
    }

    /// Of those who have a plan; of all, when nothing stands outside of it.
    pub(super) fn team_href(&self, at: usize) -> String {
        self.href(at, None, self.summary.table.is_split(at).then_some(Side::Planned))
    }

    /// Of those who have none; of all, when nobody has one.
    pub(super) fn outside_href(&self, at: usize) -> String {
        self.href(at, None, self.summary.table.is_split(at).then_some(Side::Unplanned))
    }

    /// Of a person: what is held against the plan, else all.
    pub(super) fn person_href(&self, at: usize, row: &Row) -> String {
        self.href(at, Some(row), has_outside(&row.cells[at]).then_some(Side::Planned))
    }

    /// Of a person: the months without a plan.
    pub(super) fn beside_href(&self, at: usize, row: &Row) -> String {
        self.href(at, Some(row), Some(Side::Unplanned))
    }

    fn href(&self, at: usize, row: Option<&Row>, side: Option<Side>) -> String {
        let member = row.map_or(String::new(), |row| format!("member={}&", row.seller.id));
        let (metric, period) = (self.summary.table.metrics[at].id, self.frame.period);
        let whose = side.map_or(String::new(), |side| format!("&whose={}", side.code()));
        format!("/entries?{member}metric={metric}&period={period}{whose}")
    }
}

fn has_outside(cell: &Cell) -> bool {
    cell.outside.or(cell.outside_today).is_some()
}
