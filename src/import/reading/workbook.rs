//! A workbook of Excel, cell by cell in the order of the file: nothing is allocated for the
//! rectangle between two far cells. Runs in a process with limits (`jobs`).
use std::io::{Cursor, Read, Seek, SeekFrom, Write};

use calamine::{DataRef, ExcelDateTime, Reader, SheetType, Xlsx};
use chrono::NaiveDate;

use super::archive;
use super::wire::{self, Line};
use crate::import::limits::{
    CELL_CHARS, CELLS, COLUMNS, READER_ANSWER_BYTES, ROWS, SHEETS, UNPACKED_BYTES,
};
use crate::import::refusal::Refusal;
use crate::import::sheet::{Cell, column_letter};

type Workbook<'a> = Xlsx<Once<'a>>;

/// Writes the whole workbook as lines of [`wire`]; a refusal is a line too. `ahead` is told how many bytes are to be gone
/// through next.
pub fn stream(
    bytes: &[u8],
    out: &mut impl Write,
    ahead: &mut impl FnMut(u64),
) -> std::io::Result<()> {
    let mut answer = Answer { out, line: Vec::new(), bytes: 0, cells: 0 };
    let last = match answer.workbook(bytes, ahead) {
        Ok(()) => Line::End,
        Err(Stop::Refused(refusal)) => Line::Refusal(refusal),
        Err(Stop::Gone(gone)) => return Err(gone),
    };
    answer.write(&last)?;
    answer.out.flush()
}

enum Stop {
    Refused(Refusal),
    /// Nobody listens any more.
    Gone(std::io::Error),
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<std::io::Error> for Stop {
    fn from(gone: std::io::Error) -> Self {
        Self::Gone(gone)
    }
}

struct Answer<'o, W> {
    out: &'o mut W,
    line: Vec<u8>,
    bytes: usize,
    cells: usize,
}

impl<W: Write> Answer<'_, W> {
    fn write(&mut self, line: &Line) -> std::io::Result<()> {
        self.line.clear();
        serde_json::to_writer(&mut self.line, line)?;
        self.line.push(b'\n');
        self.bytes += self.line.len();
        self.out.write_all(&self.line)
    }

    /// One long text may stand in every cell: what is handed over is counted as it grows.
    fn say(&mut self, line: &Line) -> Result<(), Stop> {
        self.write(line)?;
        if self.bytes > READER_ANSWER_BYTES {
            return Err(too_much("В ячейках книги слишком много текста.").into());
        }
        Ok(())
    }

    fn workbook(&mut self, bytes: &[u8], ahead: &mut impl FnMut(u64)) -> Result<(), Stop> {
        let mut archive = archive::open(bytes)?;
        ahead(UNPACKED_BYTES);
        ahead(archive::weigh(&mut archive)?);
        let mut book: Workbook<'_> = Xlsx::new(Once::of(bytes)).map_err(|_| archive::broken())?;
        let tables =
            book.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
        let names: Vec<String> = tables.map(|sheet| sheet.name.clone()).collect();
        if names.len() > SHEETS {
            return Err(too_much(format!("В книге больше {SHEETS} листов.")).into());
        }
        names.iter().try_for_each(|name| self.sheet(&mut book, name))
    }

    fn sheet(&mut self, book: &mut Workbook<'_>, name: &str) -> Result<(), Stop> {
        self.say(&Line::Sheet(name.to_owned()))?;
        let mut reader = book.worksheet_cells_reader(name).map_err(|_| archive::broken())?;
        let mut row = 0;
        let mut cells: Vec<String> = Vec::new();
        while let Some(next) = reader.next_cell().map_err(|_| archive::broken())? {
            let cell = cell(next.get_value());
            if cell == Cell::Empty {
                continue;
            }
            let (at, column) = place(name, next.get_position())?;
            if at != row && !cells.is_empty() {
                self.say(&Line::Row(row, std::mem::take(&mut cells)))?;
            }
            if at < row {
                return Err(archive::broken().into());
            }
            row = at;
            self.count((column + 1).saturating_sub(cells.len()))?;
            cells.resize(cells.len().max(column + 1), String::new());
            cells[column] = wire::written(&cell);
        }
        if cells.is_empty() { Ok(()) } else { self.say(&Line::Row(row, cells)) }
    }

    /// Counts cells with the empty ones before them: all are handed over.
    fn count(&mut self, more: usize) -> Result<(), Refusal> {
        self.cells += more;
        if self.cells > CELLS { Err(archive::too_many_cells()) } else { Ok(()) }
    }
}

/// The bytes of a workbook, each to be read about once: a part that many sheets are said to be is weighed once, so it must
/// not be parsed for each of them.
struct Once<'a> {
    bytes: Cursor<&'a [u8]>,
    left: u64,
}

impl<'a> Once<'a> {
    /// Lists of parts and heads of parts are looked up again and again.
    const LOOKED_UP: u64 = 32 * 1024;

    fn of(bytes: &'a [u8]) -> Self {
        Self { left: bytes.len() as u64 + Self::LOOKED_UP, bytes: Cursor::new(bytes) }
    }
}

impl Read for Once<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let read = self.bytes.read(into)?;
        let left = self.left.checked_sub(read as u64);
        self.left = left.ok_or_else(|| std::io::Error::other("read again and again"))?;
        Ok(read)
    }
}

impl Seek for Once<'_> {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        self.bytes.seek(to)
    }
}

fn too_much(what: impl Into<String>) -> Refusal {
    Refusal::new(
        what,
        "Оставьте в книге только нужный лист или разделите её на части, например по годам.",
    )
}

/// The zero-based place of a cell, if it is inside the limits.
fn place(sheet: &str, (row, column): (u32, u32)) -> Result<(usize, usize), Refusal> {
    let (row, column) = (row as usize, column as usize);
    if row < ROWS && column < COLUMNS {
        return Ok((row, column));
    }
    let address = format!("{}{}", column_letter(column), row + 1);
    Err(Refusal::new(
        format!(
            "На листе «{sheet}» заполнена ячейка {address}: это дальше 200 000 строк или 512 столбцов."
        ),
        "Удалите её, если она попала туда случайно, или разделите таблицу на части, например по годам.",
    ))
}

fn cell(value: &DataRef<'_>) -> Cell {
    match value {
        DataRef::Empty => Cell::Empty,
        DataRef::Int(number) => Cell::Number(number.to_string().into()),
        DataRef::Float(number) => number_cell(*number),
        DataRef::SharedString(text) => text_cell(text),
        DataRef::Bool(yes) => text_cell(if *yes { "да" } else { "нет" }),
        DataRef::DateTime(moment) => date_cell(moment),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text_cell(text)
        }
        DataRef::Error(error) => text_cell(&error.to_string()),
    }
}

fn text_cell(text: &str) -> Cell {
    let end = text.char_indices().nth(CELL_CHARS).map_or(text.len(), |(at, _)| at);
    Cell::text(&text[..end].replace('\0', ""))
}

/// A workbook keeps binary fractions; fifteen significant digits, as Excel itself shows, give the
/// decimal number back that was typed.
fn number_cell(number: f64) -> Cell {
    let shown: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    if !shown.is_finite() || shown.abs() >= 1e18 {
        return text_cell(&number.to_string());
    }
    Cell::Number(if shown == 0.0 { "0".into() } else { shown.to_string().into() })
}

fn date_cell(moment: &ExcelDateTime) -> Cell {
    let (year, month, day, hour, minute, ..) = moment.to_ymd_hms_milli();
    let date = NaiveDate::from_ymd_opt(year.into(), month.into(), day.into());
    match date.filter(|_| moment.is_datetime() && year > 1900) {
        Some(date) => Cell::Date(date),
        None => text_cell(&format!("{hour:02}:{minute:02}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::sheet::Book;
    use rust_xlsxwriter::{Format, Workbook as Made};

    fn read(made: &mut Made) -> Result<Book, Refusal> {
        let mut out = Vec::new();
        stream(&made.save_to_buffer().unwrap(), &mut out, &mut |_| ()).unwrap();
        wire::book(&out)
    }

    #[test]
    fn text_numbers_and_dates_come_out_as_typed() {
        let mut made = Made::new();
        let sheet = made.add_worksheet().set_name("Факт").unwrap();
        let date = Format::new().set_num_format("dd.mm.yyyy");
        sheet.write(0, 0, "Дата").unwrap();
        sheet.write_number_with_format(2, 0, 46_349.75, &date).unwrap();
        sheet.write(2, 2, "558.79999999999995".parse::<f64>().unwrap()).unwrap();
        sheet.write(2, 3, 0.1 + 0.2).unwrap();
        let book = read(&mut made).unwrap();
        let sheet = &book.sheets[0];
        assert_eq!((sheet.name.as_str(), sheet.rows.len()), ("Факт", 3));
        let shown: Vec<_> = (0..4).map(|column| sheet.cell(2, column).shown()).collect();
        assert_eq!(shown, ["23.11.2026", "", "558,8", "0,3"]);
    }

    #[test]
    fn two_far_cells_cost_nothing_and_are_refused_by_address() {
        let mut made = Made::new();
        let sheet = made.add_worksheet();
        sheet.write(0, 0, 1).unwrap();
        sheet.write(1_048_575, 16_383, 1).unwrap();
        assert!(read(&mut made).unwrap_err().what.contains("XFD1048576"));
    }

    #[test]
    fn an_archive_that_is_no_workbook_is_named() {
        let mut out = Vec::new();
        stream(b"PK\x03\x04 not really", &mut out, &mut |_| ()).unwrap();
        assert!(wire::book(&out).unwrap_err().what.contains("повреждена"));
        assert!(read(&mut Made::new()).unwrap_err().what.contains("нет данных"));
    }
}
