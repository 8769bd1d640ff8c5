//! The rest of a proposal: year, thousands, the metric of nameless figures, names above their rows.
use std::collections::BTreeMap;

use crate::values::MetricId;

use super::column::Column;
use super::roles::metric_of;
use crate::import::exact::Exact;
use crate::import::heading::{is_total, normalized};
use crate::import::mapping::{Mapping, Measure, Role};
use crate::import::month;
use crate::import::notation::{self, Mark};
use crate::import::sheet::{Cell, Sheet};

const ROWS_LOOKED_AT: usize = 300;
const MOST_NAMES: usize = 60;

/// The year in a title above the headings, in the name of the sheet or of the file.
pub fn year(sheet: &Sheet, header_row: Option<usize>, file_name: &str) -> Option<i32> {
    let titles = sheet.rows.iter().take(header_row.unwrap_or(0)).flatten().map(Cell::shown);
    let mut texts = titles.chain([sheet.name.clone(), file_name.to_owned()]);
    texts.find_map(|text| {
        let numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|part| part.len() == 4);
        { numbers }.find_map(month::year)
    })
}

/// «тыс. руб.» or «млн» in a heading or a title.
pub fn multiplier(sheet: &Sheet, header_row: Option<usize>) -> u32 {
    let rows = sheet.rows.iter().take(header_row.map_or(0, |row| row + 1)).flatten();
    let words: Vec<String> = rows.map(|cell| format!(" {} ", normalized(&cell.shown()))).collect();
    let says = |list: [&str; 2]| {
        words.iter().any(|words| list.iter().any(|word| words.contains(&format!(" {word} "))))
    };
    if says(["млн", "миллионов"]) {
        1_000_000
    } else if says(["тыс", "тысяч"]) {
        1_000
    } else {
        1
    }
}

/// Money first: it is what people plan by months without naming it.
pub fn common_metric(roles: &[Role], measures: &[Measure]) -> Option<MetricId> {
    if !roles.contains(&Role::Value) || roles.contains(&Role::MetricName) {
        return None;
    }
    measures.iter().find(|measure| measure.is_money).map(|measure| measure.id)
}

/// The name stands once above or beside the first of a person's rows.
pub fn carries_person(sheet: &Sheet, mapping: &Mapping) -> bool {
    let column = mapping.column(Role::Person).or(mapping.column(Role::PersonId));
    let Some(column) = column else { return false };
    let figures: Vec<usize> = mapping.figure_columns().collect();
    let (mut with, mut without) = (0, 0);
    let first = mapping.first_data_row();
    let rows = first..sheet.rows.len().min(first + ROWS_LOOKED_AT);
    for row in { rows }.filter(|row| !is_total_row(sheet, *row)) {
        if figures.iter().any(|&at| !sheet.cell(row, at).is_blank()) {
            let named = !sheet.cell(row, column).is_blank();
            with += usize::from(named);
            without += usize::from(!named);
        }
    }
    without > with
}

/// What each text of the metric column most likely means.
pub fn metric_names(
    sheet: &Sheet,
    mapping: &Mapping,
    measures: &[Measure],
) -> BTreeMap<String, Option<MetricId>> {
    let mut names = BTreeMap::new();
    let Some(column) = mapping.column(Role::MetricName) else { return names };
    for row in sheet.rows.iter().skip(mapping.first_data_row()) {
        let Some(cell) = row.get(column).filter(|cell| !cell.is_blank()) else { continue };
        let name = cell.shown();
        if names.len() < MOST_NAMES && !names.contains_key(&name) {
            let metric = match metric_of(&name, measures) {
                Some(Role::Metric(metric)) => Some(metric),
                _ => None,
            };
            names.insert(name, metric);
        }
    }
    names
}

/// Unnamed columns that a total column adds up are all parts of one figure: «План продаж» by groups
/// of goods. Taken only when the sums agree in every row looked at.
pub fn parts_of_total(
    sheet: &Sheet,
    header_row: Option<usize>,
    columns: &[Column],
    roles: &mut [Role],
) {
    let Some(total) = roles.iter().position(|role| *role == Role::Total) else { return };
    let named = |role: &Role| matches!(role, Role::Value | Role::Metric(_));
    if roles.iter().any(named) {
        return;
    }
    let parts: Vec<usize> = (0..total)
        .filter(|&at| roles[at] == Role::Ignored && columns[at].filled > 0)
        .filter(|&at| columns[at].mostly(columns[at].numbers, 9))
        .collect();
    let first = header_row.map_or(0, |row| row + 1);
    let rows = first..sheet.rows.len().min(first + ROWS_LOOKED_AT);
    let rows = { rows }.filter(|row| !is_total_row(sheet, *row));
    let summed = |row: usize| parts.iter().map(|&at| thousandths(sheet.cell(row, at))).sum::<i64>();
    if parts.len() > 1 && { rows }.all(|row| summed(row) == thousandths(sheet.cell(row, total))) {
        for at in parts {
            roles[at] = Role::Value;
        }
    }
}

fn is_total_row(sheet: &Sheet, row: usize) -> bool {
    sheet.rows[row].iter().any(|cell| matches!(cell, Cell::Text(text) if is_total(text)))
}

fn thousandths(cell: &Cell) -> i64 {
    let exact = match cell {
        Cell::Number(number) => Exact::parse(number),
        Cell::Text(text) => notation::read(text, Some(Mark::Comma)).ok().map(|typed| typed.number),
        _ => None,
    };
    exact.and_then(|number| number.to_minor(3, 1)).map_or(0, |minor| minor.value)
}
