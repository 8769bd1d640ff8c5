//! When a row happened or is planned for.
use chrono::{Months, NaiveDate};

use super::columns::Columns;
use crate::import::day::{self, NotDay};
use crate::import::exact::Exact;
use crate::import::mapping::{Kind, Mapping};
use crate::import::month::{self, TypedMonth};
use crate::import::sheet::{Cell, Sheet};

/// A day, or a month whose year may still be missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    Day(NaiveDate),
    Month(TypedMonth),
    /// The headings of the columns say it.
    InHeading,
}

/// Why a row has no time. `Open` waits for an answer and is no problem of the row.
pub enum NoTime {
    Open,
    Because { column: usize, why: String },
}

/// The time of a row.
pub fn of_row(sheet: &Sheet, columns: &Columns, row: usize) -> Result<When, NoTime> {
    match (columns.date, columns.month) {
        (Some(column), _) => day(sheet.cell(row, column), columns, column).map(When::Day),
        (None, Some(column)) => month(sheet.cell(row, column), columns, column),
        (None, None) => Ok(When::InHeading),
    }
}

fn because<T>(column: usize, why: impl Into<String>) -> Result<T, NoTime> {
    Err(NoTime::Because { column, why: why.into() })
}

fn day(cell: &Cell, columns: &Columns, column: usize) -> Result<NaiveDate, NoTime> {
    let text = match cell {
        Cell::Date(day) => return Ok(*day),
        Cell::Number(number) => return serial(number, column),
        _ if cell.is_blank() => return because(column, "нет даты"),
        Cell::Text(text) => text,
        Cell::Empty => return because(column, "нет даты"),
    };
    match day::read(text, columns.day_order) {
        Ok(day) => Ok(day),
        Err(NotDay::Unclear) => Err(NoTime::Open),
        Err(NotDay::Impossible) => because(column, format!("такого дня нет: «{text}»")),
        Err(NotDay::TimeOnly) => because(column, format!("время без даты: «{text}»")),
        Err(NotDay::Words) => match Exact::parse(text).and_then(Exact::floor) {
            Some(_) => serial(text, column),
            None => because(column, format!("не дата: «{text}»")),
        },
    }
}

/// A spreadsheet's number of a day; eight digits are a date written together.
fn serial(number: &str, column: usize) -> Result<NaiveDate, NoTime> {
    let days = Exact::parse(number).and_then(Exact::floor);
    let day = days.and_then(day::from_serial).or_else(|| day::read(number, None).ok());
    day.map_or_else(|| because(column, format!("не дата: «{number}»")), Ok)
}

fn month(cell: &Cell, columns: &Columns, column: usize) -> Result<When, NoTime> {
    let bare = |month| When::Month(TypedMonth { year: None, month });
    let text = match cell {
        Cell::Date(day) => return Ok(When::Day(*day)),
        Cell::Number(number) => number,
        Cell::Text(text) if !cell.is_blank() => text,
        _ => return because(column, "нет месяца"),
    };
    if let Some(month) = TypedMonth::parse(text) {
        return Ok(When::Month(month));
    }
    if let Some(number) = text.parse().ok().filter(|number| (1..=12).contains(number)) {
        return Ok(bare(number));
    }
    day(cell, columns, column).map(When::Day).or_else(|no_time| match no_time {
        NoTime::Open => Err(NoTime::Open),
        NoTime::Because { .. } => because(column, format!("не месяц: «{text}»")),
    })
}

/// The year of a row: its own column, else the answer for the whole file.
pub fn year_of_row(sheet: &Sheet, columns: &Columns, mapping: &Mapping, row: usize) -> Option<i32> {
    let own = columns.year.and_then(|column| match sheet.cell(row, column) {
        Cell::Text(text) => month::year(text.trim_end_matches(" г.").trim_end_matches(" год")),
        Cell::Number(number) => month::year(number),
        _ => None,
    });
    own.or(mapping.year)
}

/// The day on which the figure counts: a fact's own day (the last one of a bare month), the first
/// day of a plan's month.
pub fn settled(when: When, year: Option<i32>, kind: Kind) -> Option<NaiveDate> {
    use chrono::Datelike;
    match (when, kind) {
        (When::Day(day), Kind::Facts) => Some(day),
        (When::Day(day), Kind::Plan) => day.with_day(1),
        (When::Month(month), Kind::Plan) => month.first_day(year),
        (When::Month(month), Kind::Facts) => {
            month.first_day(year)?.checked_add_months(Months::new(1))?.pred_opt()
        }
        (When::InHeading, _) => None,
    }
}
