//! Which row holds the headings: above it may stand titles, below it begin the data.
use crate::import::day;
use crate::import::heading::meaning;
use crate::import::month::TypedMonth;
use crate::import::notation::{self, Mark};
use crate::import::sheet::{Cell, Sheet};

const ROWS_LOOKED_AT: usize = 30;

/// The zero-based row of headings; `None` when the data begin at once.
pub fn find(sheet: &Sheet) -> Option<usize> {
    let rows = sheet.rows.iter().take(ROWS_LOOKED_AT).enumerate();
    let scored = rows.map(|(at, row)| (at, score(row)));
    let best = scored.fold(None, |best: Option<(usize, usize)>, (at, score)| match best {
        Some((_, top)) if top >= score => best,
        _ => Some((at, score)),
    });
    best.filter(|(_, score)| *score > 1).map(|(at, _)| at)
}

/// Words count once, words with a meaning four times; a row that is half numbers is data.
fn score(row: &[Cell]) -> usize {
    let filled: Vec<&Cell> = row.iter().filter(|cell| !cell.is_blank()).collect();
    let words = filled.iter().filter(|cell| is_words(cell)).count();
    let meant =
        filled.iter().filter(|cell| is_words(cell) && meaning(&cell.shown()).is_some()).count();
    let months = filled.iter().filter(|cell| TypedMonth::at_end(&cell.shown()).is_some()).count();
    let months = if months > 1 { months } else { 0 };
    let enough = filled.len() > 1 && (words + months) * 2 > filled.len();
    if enough { words + 3 * meant + 3 * months } else { 0 }
}

fn is_words(cell: &Cell) -> bool {
    let Cell::Text(text) = cell else { return false };
    let number = notation::read(text, Some(Mark::Comma)).is_ok()
        || notation::read(text, Some(Mark::Point)).is_ok();
    let mut evidence = day::Evidence::default();
    evidence.add(text);
    !number && evidence.days == 0 && evidence.times.is_none()
}
