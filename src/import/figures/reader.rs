//! Row by row.
use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::values::MetricId;
use chrono::NaiveDate;

use super::columns::{Columns, FigureColumn, column_name};
use super::joining::TOO_LARGE;
use super::people::People;
use super::when::{self, NoTime, When};
use super::{Figure, Figures, Question};
use crate::import::exact::{Exact, Minor};
use crate::import::heading::is_total;
use crate::import::mapping::{Kind, Mapping, Measure};
use crate::import::notation::{self, NotNumber};
use crate::import::sheet::{Cell, Sheet};

/// Reads the whole sheet. `today`: the company's date; a fact cannot lie behind it.
pub fn read(sheet: &Sheet, mapping: &Mapping, measures: &[Measure], today: NaiveDate) -> Figures {
    let mut out = Figures::default();
    let columns = Columns::of(sheet, mapping, measures, &mut out);
    let mut reader = Reader {
        sheet,
        mapping,
        measures,
        today,
        columns,
        people: People::default(),
        carried: None,
        places: HashMap::new(),
        out,
    };
    for row in mapping.first_data_row()..sheet.rows.len() {
        reader.row(row);
    }
    reader.out.people = reader.people.met;
    reader.out
}

struct Reader<'a> {
    sheet: &'a Sheet,
    mapping: &'a Mapping,
    measures: &'a [Measure],
    today: NaiveDate,
    columns: Columns,
    people: People,
    /// The row of the person's name where it stands once above his rows.
    carried: Option<usize>,
    /// Where the figure of a person, metric and day already stands.
    places: HashMap<(u32, MetricId, NaiveDate), usize>,
    out: Figures,
}

impl Reader<'_> {
    fn row(&mut self, row: usize) {
        let cells = &self.sheet.rows[row];
        if cells.iter().all(Cell::is_blank) {
            return;
        }
        if self.is_total_row(row) {
            self.out.total_rows.push(row + 1);
            return;
        }
        if self.person_column().is_some_and(|column| !self.sheet.cell(row, column).is_blank()) {
            self.carried = Some(row);
        }
        let columns = &self.columns.figures;
        let filled: Vec<usize> = (0..columns.len())
            .filter(|&index| !self.sheet.cell(row, columns[index].at).is_blank())
            .collect();
        if !filled.is_empty() {
            self.filled_row(row, &filled);
        }
    }

    fn filled_row(&mut self, row: usize, filled: &[usize]) {
        let Some(person) = self.person(row) else { return };
        let when = match when::of_row(self.sheet, &self.columns, row) {
            Ok(when) => when,
            Err(NoTime::Open) => return,
            Err(NoTime::Because { column, why }) => return self.problem(row, Some(column), why),
        };
        let Ok(named) = self.named_metric(row) else { return };
        let year = when::year_of_row(self.sheet, &self.columns, self.mapping, row);
        for &index in filled {
            self.figure(row, index, person, (when, year), named);
        }
    }

    fn person_column(&self) -> Option<usize> {
        self.columns.person.or(self.columns.person_id)
    }

    fn is_total_row(&self, row: usize) -> bool {
        let columns = &self.columns;
        let keys =
            [columns.person, columns.person_id, columns.date, columns.month, columns.metric_name];
        let first = self.sheet.rows[row].iter().find(|cell| !cell.is_blank());
        let cells =
            keys.into_iter().flatten().map(|column| self.sheet.cell(row, column)).chain(first);
        cells.into_iter().any(|cell| matches!(cell, Cell::Text(text) if is_total(text)))
    }

    fn person(&mut self, row: usize) -> Option<u32> {
        let from = if self.mapping.carry_person { self.carried.unwrap_or(row) } else { row };
        let cell =
            |column: Option<usize>| column.map_or(&Cell::Empty, |at| self.sheet.cell(from, at));
        let found = self.people.find(cell(self.columns.person), cell(self.columns.person_id));
        if found.is_none() && self.person_column().is_some() {
            self.problem(row, self.person_column(), "не указан человек".into());
        }
        found
    }

    /// The metric that the row names. `Err`: the row has none and is passed over.
    fn named_metric(&mut self, row: usize) -> Result<Option<MetricId>, ()> {
        let Some(column) = self.columns.metric_name else { return Ok(None) };
        let cell = self.sheet.cell(row, column);
        if cell.is_blank() {
            self.problem(row, Some(column), "не указан показатель".into());
            return Err(());
        }
        let name = cell.shown();
        match self.mapping.metric_names.get(&name) {
            Some(Some(metric)) => Ok(Some(*metric)),
            Some(None) => {
                self.out.left_out += 1;
                Err(())
            }
            None => {
                self.problem(
                    row,
                    Some(column),
                    format!("показатель «{name}» ни с чем не сопоставлен"),
                );
                Err(())
            }
        }
    }

    fn figure(
        &mut self,
        row: usize,
        index: usize,
        person: u32,
        (when, year): (When, Option<i32>),
        named: Option<MetricId>,
    ) {
        let column = &self.columns.figures[index];
        let at = column.at;
        let metric = column.metric.or(named);
        let Some(measure) = self.measures.iter().find(|m| Some(m.id) == metric) else { return };
        let minor = match value(self.sheet.cell(row, at), column, measure, self.mapping) {
            Ok(Some(minor)) => minor,
            Ok(None) => return,
            Err(why) => return self.problem(row, Some(at), why),
        };
        let when = column.month.map_or(when, When::Month);
        let Some(on) = when::settled(when, year, self.mapping.kind) else {
            return self.ask_year(when);
        };
        if self.mapping.kind == Kind::Facts && on > self.today {
            return self.problem(row, Some(at), not_yet(when, on));
        }
        if self.mapping.kind == Kind::Facts && matches!(when, When::Month(_)) {
            self.out.put_on_last_day += 1;
        }
        self.out.rounded += usize::from(minor.rounded);
        let adds_up = measure.adds_up || self.mapping.kind == Kind::Plan;
        let figure = Figure {
            row: u32::try_from(row + 1).unwrap_or(u32::MAX),
            person,
            metric: measure.id,
            on,
            value: minor.value,
        };
        if !self.put(figure, adds_up) {
            self.problem(row, Some(at), TOO_LARGE.into());
        }
    }

    /// `false`: together with those before it the figure is too large.
    fn put(&mut self, figure: Figure, adds_up: bool) -> bool {
        match self.places.entry((figure.person, figure.metric, figure.on)) {
            Entry::Vacant(place) => {
                place.insert(self.out.list.len());
                self.out.list.push(figure);
                true
            }
            Entry::Occupied(place) => {
                let fits = self.out.list[*place.get()].take(figure.value, adds_up);
                self.out.added_up += usize::from(fits);
                fits
            }
        }
    }

    fn ask_year(&mut self, when: When) {
        let When::Month(month) = when else { return };
        let asked = self.out.questions.iter().any(|q| matches!(q, Question::Year { .. }));
        if !asked {
            const NAMES: [&str; 12] = [
                "янв", "фев", "мар", "апр", "май", "июн", "июл", "авг", "сен", "окт", "ноя", "дек",
            ];
            let name = NAMES.get(month.month as usize - 1).copied().unwrap_or_default();
            self.out.questions.push(Question::Year { example: name.to_owned() });
        }
    }

    fn problem(&mut self, row: usize, column: Option<usize>, why: String) {
        let name = column.map(|at| column_name(self.sheet, self.mapping, at)).unwrap_or_default();
        self.out.problem(row, &name, why);
    }
}

/// The number of a cell in minor units; `None` while the mark of its fraction is being asked.
fn value(
    cell: &Cell,
    column: &FigureColumn,
    measure: &Measure,
    mapping: &Mapping,
) -> Result<Option<Minor>, String> {
    let shown = cell.shown();
    let (number, percent) = match cell {
        Cell::Number(number) => (Exact::parse(number).ok_or_else(|| not_number(&shown))?, false),
        Cell::Text(text) => match notation::read(text, column.decimal) {
            Ok(typed) => (typed.number, typed.percent),
            Err(NotNumber::Unclear) => return Ok(None),
            Err(NotNumber::OtherMark) => {
                return Err(format!("число записано не так, как другие в столбце: «{shown}»"));
            }
            Err(NotNumber::Words) => return Err(not_number(&shown)),
        },
        Cell::Date(_) => return Err(format!("дата вместо числа: «{shown}»")),
        Cell::Empty => return Ok(None),
    };
    if percent && !measure.is_percent {
        return Err(format!("процент там, где нужно число: «{shown}»"));
    }
    let multiplier = if measure.is_money { mapping.multiplier } else { 1 };
    let minor = number.to_minor(measure.scale, multiplier).ok_or_else(|| too_large(&shown))?;
    if minor.rounded && measure.scale == 0 {
        return Err(format!(
            "в показателе «{}» бывают только целые числа, а здесь «{shown}»",
            measure.name
        ));
    }
    if minor.value < 0 && (mapping.kind == Kind::Plan || !measure.is_money) {
        return Err(format!("число меньше нуля: «{shown}»"));
    }
    Ok(Some(minor))
}

fn not_yet(when: When, on: NaiveDate) -> String {
    match when {
        When::Month(_) => "этот месяц ещё не закончился: итог месяца загружают после него".into(),
        _ => format!("этот день ещё не наступил: {}", on.format("%d.%m.%Y")),
    }
}

fn not_number(shown: &str) -> String {
    format!("не число: «{shown}»")
}

fn too_large(shown: &str) -> String {
    format!("слишком большое число: «{shown}»")
}
