//! What holds since when: a row lasts until the next one, so nothing can overlap.
use chrono::NaiveDate;

use crate::values::russian::numeric_date;

/// The rows by day; a row without a value ends what was before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timeline<T>(Vec<(NaiveDate, Option<T>)>);

/// A stretch of one value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stint<T> {
    pub from: NaiveDate,
    /// The last day; none while it lasts.
    pub until: Option<NaiveDate>,
    pub value: T,
}

impl<T> Stint<T> {
    /// «с 01.10.2026», «01.01.2020 – 30.09.2026»
    pub fn days(&self) -> String {
        let from = numeric_date(self.from);
        match self.until {
            Some(until) => format!("{from} – {}", numeric_date(until)),
            None => format!("с {from}"),
        }
    }
}

impl<T: Copy + PartialEq> Timeline<T> {
    /// In order and without rows that only repeat the one before.
    pub fn new(mut rows: Vec<(NaiveDate, Option<T>)>) -> Self {
        rows.sort_by_key(|(from, _)| *from);
        let mut held = None;
        rows.retain(|(_, value)| {
            let is_news = *value != held;
            held = *value;
            is_news
        });
        Self(rows)
    }

    pub fn rows(&self) -> &[(NaiveDate, Option<T>)] {
        &self.0
    }

    /// The row that holds on the day.
    fn row(&self, day: NaiveDate) -> Option<&(NaiveDate, Option<T>)> {
        self.0.iter().take_while(|(from, _)| *from <= day).last()
    }

    pub fn on(&self, day: NaiveDate) -> Option<T> {
        self.row(day)?.1
    }

    /// Since when that which holds on the day does.
    pub fn since(&self, day: NaiveDate) -> Option<NaiveDate> {
        self.row(day).map(|(from, _)| *from)
    }

    /// With another value from a day on, until the next row.
    #[must_use]
    pub fn with(&self, from: NaiveDate, value: Option<T>) -> Self {
        let others = self.0.iter().filter(|(day, _)| *day != from);
        Self::new(others.copied().chain([(from, value)]).collect())
    }

    /// With the row of one day on another; none when there is no such row or its neighbours are in the way.
    #[must_use]
    pub fn with_day_corrected(&self, was: NaiveDate, day: NaiveDate) -> Option<Self> {
        let at = self.0.iter().position(|(from, _)| *from == was)?;
        let is_after = at == 0 || self.0[at - 1].0 < day;
        let is_before = self.0.get(at + 1).is_none_or(|(next, _)| day < *next);
        let mut rows = self.0.clone();
        rows[at].0 = day;
        (is_after && is_before).then(|| Self::new(rows))
    }

    /// The stretches that have a value, the latest first.
    pub fn stints(&self) -> Vec<Stint<T>> {
        let next = self.0.iter().skip(1).map(|(from, _)| from.pred_opt()).chain([None]);
        let rows = self.0.iter().zip(next);
        let mut stints: Vec<_> = rows
            .filter_map(|((from, value), until)| {
                Some(Stint { from: *from, until, value: (*value)? })
            })
            .collect();
        stints.reverse();
        stints
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn sales_then_wholesale() -> Timeline<u8> {
        Timeline::new(vec![(day("2026-11-16"), Some(2)), (day("2020-01-01"), Some(1))])
    }

    #[test]
    fn what_holds_is_the_latest_row_not_after_the_day() {
        let line = sales_then_wholesale();
        assert_eq!(line.on(day("2019-12-31")), None);
        assert_eq!(line.on(day("2026-11-15")), Some(1));
        assert_eq!(line.on(day("2026-11-16")), Some(2));
        assert_eq!(line.since(day("2027-01-01")), Some(day("2026-11-16")));
    }

    #[test]
    fn a_move_in_the_past_holds_until_the_next_row() {
        let line = sales_then_wholesale().with(day("2025-01-01"), Some(3));
        assert_eq!(line.on(day("2024-12-31")), Some(1));
        assert_eq!(line.on(day("2026-11-15")), Some(3));
        assert_eq!(line.on(day("2026-11-16")), Some(2));
    }

    #[test]
    fn a_move_back_on_the_day_of_a_move_undoes_it() {
        let line = sales_then_wholesale().with(day("2026-11-16"), Some(1));
        assert_eq!(line.rows(), [(day("2020-01-01"), Some(1))]);
    }

    #[test]
    fn an_earlier_start_swallows_the_later_one_and_leaving_before_anything_is_nothing() {
        let line = sales_then_wholesale().with(day("2026-11-10"), Some(2));
        assert_eq!(line.rows().len(), 2);
        assert_eq!(Timeline::<u8>::new(vec![(day("2020-01-01"), None)]).rows(), []);
    }

    #[test]
    fn a_day_is_corrected_between_its_neighbours_only() {
        let line = sales_then_wholesale().with(day("2026-12-01"), None);
        let corrected = line.with_day_corrected(day("2026-11-16"), day("2026-11-18")).unwrap();
        assert_eq!(corrected.on(day("2026-11-17")), Some(1));
        for wrong in ["2020-01-01", "2026-12-01", "2019-05-05"] {
            assert_eq!(line.with_day_corrected(day("2026-11-16"), day(wrong)), None, "{wrong}");
        }
        assert_eq!(line.with_day_corrected(day("2026-11-17"), day("2026-11-18")), None);
        assert!(line.with_day_corrected(day("2020-01-01"), day("2018-01-01")).is_some());
    }

    #[test]
    fn stints_end_the_day_before_the_next_row() {
        let line = sales_then_wholesale().with(day("2026-12-01"), None);
        let [now, before] = line.stints()[..] else { panic!() };
        assert_eq!((now.value, now.until), (2, Some(day("2026-11-30"))));
        assert_eq!((before.value, before.until), (1, Some(day("2026-11-15"))));
    }
}
