//! A country's production calendar, as it stands in its file.

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::DayKind;

/// Days in one edition. A year it does not hold is taken as Monday to Friday.
#[derive(Debug)]
pub(super) struct Country {
    pub edition: u32,
    pub first: NaiveDate,
    pub days: Vec<(DayKind, &'static str)>,
    /// Working days before each of them, and before the end.
    worked: Vec<u32>,
}

impl Country {
    /// Lines «2026-11-04,off,День народного единства», days in a row, under a line with the
    /// edition and a line of names. Reading stops at the first line that is not the next day.
    pub fn read(text: &'static str) -> Self {
        let edition = text.split_whitespace().find_map(|word| word.parse().ok()).unwrap_or(0);
        let mut rows = text.lines().skip(2).map_while(row).peekable();
        let first = rows.peek().map_or(NaiveDate::MIN, |(day, ..)| *day);
        let mut expected = first;
        let mut days = vec![];
        for (day, kind, name) in rows {
            if day != expected {
                break;
            }
            days.push((kind, name));
            expected = day + Days::new(1);
        }
        let worked = std::iter::once(0).chain(days.iter().scan(0, |sum, (kind, _)| {
            *sum += u32::from(*kind != DayKind::Off);
            Some(*sum)
        }));
        Self { edition, first, worked: worked.collect(), days }
    }

    /// Working days from `first` to `last`, both included.
    pub fn working_days(&self, first: NaiveDate, last: NaiveDate) -> u32 {
        let held = |day| self.worked.get(self.index(day)?);
        if let (Some(before), Some(by_then)) = (held(first), last.succ_opt().and_then(held)) {
            return by_then.saturating_sub(*before);
        }
        let days = first.iter_days().take_while(|day| *day <= last);
        days.fold(0, |count, day| count + u32::from(self.kind(day) != DayKind::Off))
    }

    pub fn kind(&self, day: NaiveDate) -> DayKind {
        match self.held(day) {
            Some((kind, _)) => *kind,
            None if matches!(day.weekday(), Weekday::Sat | Weekday::Sun) => DayKind::Off,
            None => DayKind::Work,
        }
    }

    pub fn name(&self, day: NaiveDate) -> Option<&'static str> {
        self.held(day).map(|(_, name)| *name).filter(|name| !name.is_empty())
    }

    pub fn held(&self, day: NaiveDate) -> Option<&(DayKind, &'static str)> {
        self.days.get(self.index(day)?)
    }

    fn index(&self, day: NaiveDate) -> Option<usize> {
        usize::try_from((day - self.first).num_days()).ok()
    }
}

fn row(line: &'static str) -> Option<(NaiveDate, DayKind, &'static str)> {
    let mut cells = line.splitn(3, ',');
    let day = cells.next()?.parse().ok()?;
    let kind = DayKind::from_code(cells.next()?)?;
    Some((day, kind, cells.next()?))
}
