//! The entries behind a figure: a link only where they add up to it.
use super::Index;
use crate::report::table::Row;

impl Index {
    pub(super) fn all_href(&self, at: usize) -> String {
        format!("/entries?{}", self.figure_of_metric(at))
    }

    pub(super) fn person_href(&self, at: usize, row: &Row) -> String {
        format!("/entries?member={}&{}", row.seller.id, self.figure_of_metric(at))
    }

    fn figure_of_metric(&self, at: usize) -> String {
        let table = &self.summary.table;
        format!("metric={}&period={}", table.metrics[at].id, self.frame.period)
    }

    /// Of those who have a plan: everybody's when nothing stands outside, else the only person's.
    pub(super) fn team_href(&self, at: usize) -> Option<String> {
        let others = self.summary.table.outside[at];
        if others.fact.or(others.today).is_none() {
            return Some(self.all_href(at));
        }
        self.only_href(at, is_planned)
    }

    pub(super) fn outside_href(&self, at: usize) -> Option<String> {
        let others = self.summary.table.team[at];
        if others.fact.or(others.today).is_none() {
            return Some(self.all_href(at));
        }
        self.only_href(at, |row, at| !is_planned(row, at))
    }

    /// Of one person whose facts all stand on one side. Facts over several people or months of
    /// one person are parted by plans, and entries know of none.
    fn only_href(&self, at: usize, belongs: impl Fn(&Row, usize) -> bool) -> Option<String> {
        let rows = &self.summary.table.rows;
        if rows.iter().any(|row| row.cells[at].outside.is_some()) {
            return None;
        }
        let speaks = |row: &&Row| row.cells[at].fact.or(row.cells[at].today).is_some();
        let mut speaking = rows.iter().filter(speaks).filter(|row| belongs(row, at));
        let only = speaking.next().filter(|_| speaking.next().is_none())?;
        Some(self.person_href(at, only))
    }
}

fn is_planned(row: &Row, at: usize) -> bool {
    row.seller.sells && row.cells[at].pace.is_some()
}
