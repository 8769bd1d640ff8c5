//! What the cells of a column look like, on a sample of its rows.
use std::collections::HashSet;

use crate::import::day;
use crate::import::heading::is_total;
use crate::import::month::{self, TypedMonth};
use crate::import::notation;
use crate::import::sheet::{Cell, Sheet};

/// Rows looked at; a mapping is a proposal and is checked on all rows later.
const SAMPLE: usize = 500;

/// Counts over the filled cells of a column.
#[derive(Debug, Default)]
pub struct Column {
    pub heading: String,
    pub filled: usize,
    pub numbers: usize,
    pub days: usize,
    pub months: usize,
    pub years: usize,
    /// Words that are none of these.
    pub words: usize,
    /// Cells with a time of day and no date, an example.
    pub times: Option<String>,
    pub distinct: usize,
}

impl Column {
    pub fn of(sheet: &Sheet, heading: String, column: usize, first_row: usize) -> Self {
        let mut counts = Self { heading, ..Self::default() };
        let mut seen = HashSet::new();
        for row in sheet.rows.iter().skip(first_row).take(SAMPLE) {
            let Some(cell) = row.get(column).filter(|cell| !cell.is_blank()) else { continue };
            if matches!(cell, Cell::Text(text) if is_total(text)) {
                continue;
            }
            counts.add(cell);
            seen.insert(cell.shown());
        }
        counts.distinct = seen.len();
        counts
    }

    fn add(&mut self, cell: &Cell) {
        self.filled += 1;
        match cell {
            Cell::Date(_) => self.days += 1,
            Cell::Number(number) => self.add_number(number),
            Cell::Text(text) => self.add_text(text),
            Cell::Empty => {}
        }
    }

    fn add_number(&mut self, number: &str) {
        self.numbers += 1;
        self.years += usize::from(number.len() == 4 && month::year(number).is_some());
    }

    fn add_text(&mut self, text: &str) {
        let mut evidence = day::Evidence::default();
        evidence.add(text);
        let number = notation::read(text, Some(notation::Mark::Comma)).is_ok()
            || notation::read(text, Some(notation::Mark::Point)).is_ok();
        if evidence.days > 0 {
            self.days += 1;
            self.numbers += usize::from(number);
        } else if TypedMonth::parse(text).is_some() {
            self.months += 1;
            self.numbers += usize::from(number);
        } else if let Some(time) = evidence.times {
            self.times.get_or_insert(time);
        } else if number {
            self.add_number(text);
        } else {
            self.words += 1;
        }
    }

    /// At least this share of the filled cells, in tenths.
    pub fn mostly(&self, count: usize, tenths: usize) -> bool {
        self.filled > 0 && count * 10 >= self.filled * tenths
    }

    /// Numbers, or nothing yet: «NULL» all the way down is a column of figures too.
    pub fn may_hold_figures(&self) -> bool {
        self.filled == 0 || self.mostly(self.numbers, 5)
    }
}
