//! The first rows of a file under the choices of its columns.
use crate::form::FieldErrors;
use crate::import::figures::{Figures, column_name};
use crate::import::mapping::{Mapping, Measure, Role};
use crate::import::sheet::{Book, Cell, Sheet, column_letter};
use crate::values::MetricId;
use crate::web::Choice;

/// Rows of the preview.
const SHOWN_ROWS: usize = 8;
/// Rows that may be chosen as the row of headings.
const HEADER_ROWS: usize = 30;
/// Columns shown; further ones keep what was recognised.
const MOST_COLUMNS: usize = 120;

#[derive(Debug)]
pub struct Column {
    pub at: usize,
    pub heading: String,
    pub letter: String,
    pub roles: Vec<Choice>,
    pub is_used: bool,
    pub error: Option<String>,
}

#[derive(Debug)]
pub struct PreviewRow {
    pub number: usize,
    /// Text and class of each cell.
    pub cells: Vec<(String, &'static str)>,
    pub is_total: bool,
}

#[derive(Debug)]
pub struct Name {
    pub at: usize,
    pub text: String,
    pub choices: Vec<Choice>,
}

/// Columns with anything in them among the first ones.
pub fn shown_columns(sheet: &Sheet, mapping: &Mapping) -> Vec<usize> {
    let first = mapping.header_row.unwrap_or(0);
    let filled = |at: &usize| {
        sheet
            .rows
            .iter()
            .skip(first)
            .take(500)
            .any(|row| row.get(*at).is_some_and(|c| *c != Cell::Empty))
    };
    (0..mapping.roles.len()).filter(filled).take(MOST_COLUMNS).collect()
}

/// The sheets of the file.
pub fn sheets(book: &Book, chosen: usize) -> Vec<Choice> {
    let lines =
        book.sheets.iter().enumerate().map(|(at, sheet)| (at.to_string(), sheet.name.clone()));
    Choice::among(lines, &chosen.to_string())
}

/// The rows that may hold the headings.
pub fn header_rows(sheet: &Sheet, chosen: Option<usize>) -> Vec<Choice> {
    let filled = sheet.rows.iter().enumerate().take(HEADER_ROWS);
    let filled = filled.filter(|(_, row)| row.iter().any(|cell| !cell.is_blank()));
    let lines = filled.map(|(at, row)| ((at + 1).to_string(), header_row(at, row)));
    let none = std::iter::once(("0".to_owned(), "заголовков нет".to_owned()));
    let chosen = chosen.map_or(0, |row| row + 1).to_string();
    Choice::among(lines.chain(none), &chosen)
}

fn header_row(at: usize, row: &[Cell]) -> String {
    let texts: Vec<String> = row
        .iter()
        .filter(|cell| !cell.is_blank())
        .take(4)
        .map(|cell| cut(&cell.shown(), 18))
        .collect();
    format!("строка {}: {}", at + 1, texts.join(", "))
}

fn cut(text: &str, length: usize) -> String {
    if text.chars().count() <= length {
        return text.to_owned();
    }
    text.chars().take(length).chain(['…']).collect()
}

/// The columns with the roles to choose from.
pub fn columns(
    sheet: &Sheet,
    mapping: &Mapping,
    measures: &[Measure],
    shown: &[usize],
    errors: &FieldErrors,
) -> Vec<Column> {
    let column = |&at: &usize| Column {
        at,
        heading: column_name(sheet, mapping, at),
        letter: column_letter(at),
        roles: roles(mapping.role(at), measures),
        is_used: !matches!(mapping.role(at), Role::Ignored | Role::Total),
        error: errors.on(&format!("role_{at}")).map(str::to_owned),
    };
    shown.iter().map(column).collect()
}

fn roles(chosen: Role, measures: &[Measure]) -> Vec<Choice> {
    let plain = [
        (Role::Ignored, "не загружать"),
        (Role::Date, "дата"),
        (Role::Month, "месяц"),
        (Role::Year, "год"),
        (Role::Person, "имя человека"),
        (Role::PersonId, "номер человека"),
        (Role::MetricName, "название показателя"),
        (Role::Value, "число"),
        (Role::Total, "итог, пропустить"),
    ];
    let plain = plain.into_iter().map(|(role, name)| (role.code(), name.to_owned()));
    let metrics =
        measures.iter().map(|m| (Role::Metric(m.id).code(), format!("показатель: {}", m.name)));
    Choice::among(plain.chain(metrics), &chosen.code())
}

/// The first rows of data.
pub fn preview(
    sheet: &Sheet,
    mapping: &Mapping,
    shown: &[usize],
    figures: &Figures,
) -> Vec<PreviewRow> {
    let rows = (mapping.first_data_row()..sheet.rows.len())
        .filter(|&row| sheet.rows[row].iter().any(|cell| !cell.is_blank()));
    let cell = |row: usize, at: usize| {
        let cell = sheet.cell(row, at);
        (cut(&cell.shown(), 40), class(mapping.role(at), cell))
    };
    let preview = |row: usize| PreviewRow {
        number: row + 1,
        cells: shown.iter().map(|&at| cell(row, at)).collect(),
        is_total: figures.total_rows.contains(&(row + 1)),
    };
    rows.take(SHOWN_ROWS).map(preview).collect()
}

fn class(role: Role, cell: &Cell) -> &'static str {
    match role {
        Role::Ignored | Role::Total if matches!(cell, Cell::Number(_)) => "num unused",
        Role::Ignored | Role::Total => "unused",
        Role::Value | Role::Metric(_) => "num",
        _ => "",
    }
}

/// The texts of the column of metrics, each with the metrics to choose from.
pub fn names(mapping: &Mapping, measures: &[Measure]) -> Vec<Name> {
    let choices = |chosen: Option<MetricId>| {
        let none = (String::new(), "не загружать".to_owned());
        let metrics = measures.iter().map(|m| (m.id.to_string(), m.name.clone()));
        let chosen = chosen.map(|id| id.to_string()).unwrap_or_default();
        Choice::among(std::iter::once(none).chain(metrics), &chosen)
    };
    let names = mapping.metric_names.iter().enumerate();
    names
        .map(|(at, (text, metric))| Name { at, text: text.clone(), choices: choices(*metric) })
        .collect()
}
