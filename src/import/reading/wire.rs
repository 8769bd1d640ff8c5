//! What the process that reads workbooks answers: one JSON value a line.
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::import::limits::{CELLS, COLUMNS, ROWS, SHEETS};
use crate::import::refusal::Refusal;
use crate::import::sheet::{Book, Cell, Sheet};

/// One line of the answer. An answer without `End` was cut off.
#[derive(Debug, Serialize, Deserialize)]
pub enum Line {
    Sheet(String),
    /// Zero-based number of the row and its cells: «t» text, «n» number, «d» ISO date, "" empty.
    Row(usize, Vec<String>),
    Refusal(Refusal),
    End,
}

/// A cell as written on the wire.
pub fn written(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => format!("t{text}"),
        Cell::Number(number) => format!("n{number}"),
        Cell::Date(day) => format!("d{day}"),
    }
}

fn read_cell(written: &str) -> Option<Cell> {
    let rest = written.get(1..).unwrap_or_default();
    match written.as_bytes().first() {
        None => Some(Cell::Empty),
        Some(b't') => Some(Cell::Text(rest.into())),
        Some(b'n') => Some(Cell::Number(rest.into())),
        Some(b'd') => rest.parse::<NaiveDate>().ok().map(Cell::Date),
        Some(_) => None,
    }
}

/// Puts the answer together, unless its last line is another than `End`; what the reader claims is checked against the
/// limits again.
pub fn book(answer: &[u8]) -> Result<Book, Refusal> {
    match lines(answer).next_back().map(serde_json::from_slice) {
        Some(Ok(Line::End)) => {}
        Some(Ok(Line::Refusal(refusal))) => return Err(refusal),
        _ => return Err(cut_off()),
    }
    let mut sheets: Vec<Sheet> = Vec::new();
    let mut cells = 0;
    for line in lines(answer) {
        match serde_json::from_slice(line).map_err(|_| cut_off())? {
            Line::Sheet(name) if sheets.len() < SHEETS => {
                sheets.push(Sheet { name, rows: Vec::new() });
            }
            Line::Row(row, written) if row < ROWS && written.len() <= COLUMNS => {
                cells += written.len();
                let sheet = sheets.last_mut().filter(|_| cells <= CELLS).ok_or_else(cut_off)?;
                sheet.rows.resize_with(row, Vec::new);
                let read: Option<Vec<Cell>> = written.iter().map(|cell| read_cell(cell)).collect();
                sheet.rows.push(read.ok_or_else(cut_off)?);
            }
            Line::Refusal(refusal) => return Err(refusal),
            Line::End => return filled(sheets),
            Line::Sheet(_) | Line::Row(..) => return Err(cut_off()),
        }
    }
    Err(cut_off())
}

fn lines(answer: &[u8]) -> impl DoubleEndedIterator<Item = &[u8]> {
    answer.split(|&byte| byte == b'\n').filter(|line| !line.is_empty())
}

fn filled(mut sheets: Vec<Sheet>) -> Result<Book, Refusal> {
    sheets.retain(|sheet| !sheet.is_empty());
    if sheets.is_empty() { Err(super::nothing_inside()) } else { Ok(Book { sheets }) }
}

/// The reader died or was stopped: the workbook is broken, or made to exhaust it.
pub fn cut_off() -> Refusal {
    Refusal::new(
        "Книгу не удалось прочитать: она повреждена или слишком сложна.",
        "Скопируйте нужный лист в новую книгу и сохраните её как XLSX или «CSV UTF-8».",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_becomes_sheets_with_gaps_filled() {
        let answer = "{\"Sheet\":\"Лист1\"}\n{\"Row\":[1,[\"tФИО\",\"\",\"n1.5\",\"d2026-11-23\"]]}\n\"End\"\n";
        let book = book(answer.as_bytes()).unwrap();
        assert_eq!(book.sheets[0].rows.len(), 2);
        assert_eq!(book.sheets[0].cell(1, 2), &Cell::Number("1.5".into()));
        assert_eq!(book.sheets[0].cell(1, 3).shown(), "23.11.2026");
    }

    #[test]
    fn an_answer_that_was_cut_off_is_refused() {
        for answer in [
            "",
            "{\"Sheet\":\"a\"}\n",
            "{\"Row\":[0,[]]}\n\"End\"",
            "{\"Sheet\":\"a\"}\n{\"Row\":[999999,[]]}",
            "{\"Sheet\":\"a\"}\n{\"Row\":[999999,[]]}\n\"End\"\n",
            "{\"Sheet\":\"a\"}\n\"End\"\n{\"Row\":[0,",
        ] {
            assert_eq!(book(answer.as_bytes()), Err(cut_off()), "{answer}");
        }
    }
}
