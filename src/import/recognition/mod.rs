//! A first proposal of the mapping, and the refusal of a file that no mapping can save.
mod column;
mod guess;
mod header_row;
mod hopeless;
mod roles;

use std::collections::BTreeMap;

use column::Column;

use super::heading::normalized;
use super::mapping::{Kind, Mapping, Measure, Role};
use super::refusal::Refusal;
use super::sheet::{Book, Sheet};

/// Proposes a mapping for the most promising sheet, or explains why the file is hopeless.
pub fn propose(
    book: &Book,
    kind: Kind,
    measures: &[Measure],
    file_name: &str,
) -> Result<Mapping, Refusal> {
    let proposals = book.sheets.iter().enumerate().map(|(at, sheet)| {
        let mapping = for_sheet(sheet, at, kind, measures, file_name);
        (promise(&mapping), mapping)
    });
    let best = proposals.reduce(|best, next| if next.0 > best.0 { next } else { best });
    let Some((_, mapping)) = best else { return Err(super::reading::nothing_inside()) };
    match hopeless::why(&book.sheets[mapping.sheet], &mapping) {
        Some(refusal) => Err(refusal),
        None => Ok(mapping),
    }
}

/// A proposal for one sheet; with `header_row` given that row is taken for the headings.
pub fn for_sheet(
    sheet: &Sheet,
    at: usize,
    kind: Kind,
    measures: &[Measure],
    file_name: &str,
) -> Mapping {
    with_header(sheet, at, header_row::find(sheet), kind, measures, file_name)
}

/// A proposal for one sheet whose row of headings a person has chosen.
pub fn with_header(
    sheet: &Sheet,
    at: usize,
    header_row: Option<usize>,
    kind: Kind,
    measures: &[Measure],
    file_name: &str,
) -> Mapping {
    let columns = columns(sheet, header_row);
    let mut roles = roles::propose(&columns, measures);
    guess::parts_of_total(sheet, header_row, &columns, &mut roles);
    let mut mapping = Mapping {
        kind,
        sheet: at,
        header_row,
        metric: guess::common_metric(&roles, measures),
        roles,
        metric_names: BTreeMap::new(),
        multiplier: guess::multiplier(sheet, header_row),
        day_order: None,
        decimal: None,
        year: guess::year(sheet, header_row, file_name),
        carry_person: false,
    };
    mapping.carry_person = guess::carries_person(sheet, &mapping);
    mapping.metric_names = guess::metric_names(sheet, &mapping, measures);
    mapping
}

fn columns(sheet: &Sheet, header_row: Option<usize>) -> Vec<Column> {
    let first = header_row.map_or(0, |row| row + 1);
    let heading = |at| header_row.map(|row| sheet.cell(row, at).shown()).unwrap_or_default();
    (0..sheet.width()).map(|at| Column::of(sheet, heading(at), at, first)).collect()
}

fn promise(mapping: &Mapping) -> usize {
    let who = mapping.roles.iter().any(|r| matches!(r, Role::Person | Role::PersonId));
    let when = mapping.roles.iter().any(|r| matches!(r, Role::Date | Role::Month));
    let figures = mapping.figure_columns().count().min(20);
    usize::from(who) * 100 + usize::from(when) * 100 + figures
}

/// What makes two files of one kind alike: the headings in their order. Files with the same
/// fingerprint are offered the mapping that was applied last.
pub fn fingerprint(sheet: &Sheet, header_row: Option<usize>) -> String {
    let headings = header_row.and_then(|row| sheet.rows.get(row));
    let headings = headings.into_iter().flatten().map(|cell| normalized(&cell.shown()));
    headings.collect::<Vec<_>>().join("|")
}

/// The proposal for a sheet, replaced by the remembered mapping where the headings are the same.
pub fn remembered(book: &Book, kind: Kind, earlier: &[(String, Mapping)]) -> Option<Mapping> {
    book.sheets.iter().enumerate().find_map(|(at, sheet)| {
        earlier.iter().filter(|(_, mapping)| mapping.kind == kind).find_map(|(print, mapping)| {
            let same = !print.is_empty() && fingerprint(sheet, mapping.header_row) == *print;
            same.then(|| Mapping { sheet: at, ..mapping.clone() })
        })
    })
}

#[cfg(test)]
mod tests;
