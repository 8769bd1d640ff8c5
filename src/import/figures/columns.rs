//! What has to be known about whole columns before the first row is read.
use crate::values::MetricId;

use super::{Figures, Question};
use crate::import::day::{self, DayOrder};
use crate::import::mapping::{Mapping, Measure, Role};
use crate::import::month::TypedMonth;
use crate::import::notation::{Evidence, Mark, Verdict};
use crate::import::sheet::{Cell, Sheet, column_letter};

/// A column of figures.
pub struct FigureColumn {
    pub at: usize,
    /// The metric of all its rows; `None` when each row names its own.
    pub metric: Option<MetricId>,
    /// The month in its heading.
    pub month: Option<TypedMonth>,
    pub decimal: Option<Mark>,
}

/// The columns of a mapped sheet.
pub struct Columns {
    pub date: Option<usize>,
    pub month: Option<usize>,
    pub year: Option<usize>,
    pub person: Option<usize>,
    pub person_id: Option<usize>,
    pub metric_name: Option<usize>,
    pub figures: Vec<FigureColumn>,
    pub day_order: Option<DayOrder>,
}

/// A column as a person knows it: its heading, else its letter.
pub fn column_name(sheet: &Sheet, mapping: &Mapping, column: usize) -> String {
    let heading = mapping.header_row.map(|row| sheet.cell(row, column).shown()).unwrap_or_default();
    if heading.is_empty() { format!("столбец {}", column_letter(column)) } else { heading }
}

impl Columns {
    /// Looks at every cell of the mapped columns; what they leave open becomes questions.
    pub fn of(sheet: &Sheet, mapping: &Mapping, measures: &[Measure], out: &mut Figures) -> Self {
        let mut columns = Self {
            date: mapping.column(Role::Date),
            month: mapping.column(Role::Month),
            year: mapping.column(Role::Year),
            person: mapping.column(Role::Person),
            person_id: mapping.column(Role::PersonId),
            metric_name: mapping.column(Role::MetricName),
            figures: figure_columns(sheet, mapping, measures),
            day_order: None,
        };
        columns.settle_marks(sheet, mapping, out);
        columns.settle_days(sheet, mapping, out);
        columns.ask_for_missing(sheet, mapping, out);
        out.total_columns = total_columns(sheet, mapping);
        columns
    }

    /// The mark of the fraction: by the column, else by the other columns, else by the answer.
    fn settle_marks(&mut self, sheet: &Sheet, mapping: &Mapping, out: &mut Figures) {
        let verdicts: Vec<Verdict> =
            self.figures.iter().map(|column| verdict(sheet, mapping, column.at)).collect();
        let neighbour = verdicts.iter().find_map(|verdict| match verdict {
            Verdict::Known(mark) => Some(*mark),
            _ => None,
        });
        for (column, verdict) in self.figures.iter_mut().zip(verdicts) {
            let name = || column_name(sheet, mapping, column.at);
            column.decimal = match verdict {
                Verdict::Indifferent => None,
                Verdict::Known(mark) => Some(mark),
                Verdict::Ask(example) => {
                    let known = neighbour.or(mapping.decimal);
                    if known.is_none() {
                        out.questions.push(Question::Decimal { column: name(), example });
                    }
                    known
                }
                Verdict::Broken { thousands, fraction } => {
                    let column = name();
                    out.questions.push(Question::Broken { column, thousands, fraction });
                    None
                }
            };
        }
    }

    fn settle_days(&mut self, sheet: &Sheet, mapping: &Mapping, out: &mut Figures) {
        let Some(at) = self.date.or(self.month) else { return };
        let mut evidence = day::Evidence::default();
        for text in texts(sheet, mapping, at) {
            evidence.add(text);
        }
        self.day_order = evidence.order().or(mapping.day_order);
        if let (None, Some(example)) = (self.day_order, evidence.question()) {
            let column = column_name(sheet, mapping, at);
            out.questions.push(Question::DayOrder { column, example: example.to_owned() });
        }
    }

    fn ask_for_missing(&self, sheet: &Sheet, mapping: &Mapping, out: &mut Figures) {
        let in_headings = self.figures.iter().any(|column| column.month.is_some());
        if self.figures.is_empty() {
            out.questions.push(Question::Values);
        }
        if self.person.is_none() && self.person_id.is_none() {
            out.questions.push(Question::Person);
        }
        if self.date.is_none() && self.month.is_none() && !in_headings {
            out.questions.push(Question::Time);
        }
        let nameless = self.figures.iter().find(|column| column.metric.is_none());
        if let (Some(column), None) = (nameless, self.metric_name) {
            let column = column_name(sheet, mapping, column.at);
            out.questions.push(Question::Metric { column });
        }
    }
}

fn figure_columns(sheet: &Sheet, mapping: &Mapping, measures: &[Measure]) -> Vec<FigureColumn> {
    let months_in_rows = mapping.roles.iter().any(|r| matches!(r, Role::Date | Role::Month));
    let named_in_rows = mapping.roles.contains(&Role::MetricName);
    let known = |metric: Option<MetricId>| metric.filter(|id| measures.iter().any(|m| m.id == *id));
    let column = |at: usize| FigureColumn {
        at,
        metric: match mapping.role(at) {
            Role::Metric(metric) => known(Some(metric)),
            _ if named_in_rows => None,
            _ => known(mapping.metric),
        },
        month: TypedMonth::at_end(&column_name(sheet, mapping, at)).filter(|_| !months_in_rows),
        decimal: None,
    };
    mapping.figure_columns().map(column).collect()
}

fn total_columns(sheet: &Sheet, mapping: &Mapping) -> Vec<String> {
    let totals = mapping.roles.iter().enumerate().filter(|(_, role)| **role == Role::Total);
    totals.map(|(at, _)| column_name(sheet, mapping, at)).collect()
}

fn texts<'s>(sheet: &'s Sheet, mapping: &Mapping, column: usize) -> impl Iterator<Item = &'s str> {
    sheet.rows.iter().skip(mapping.first_data_row()).filter_map(move |row| match row.get(column) {
        Some(cell @ Cell::Text(text)) if !cell.is_blank() => Some(text.as_ref()),
        _ => None,
    })
}

/// What the cells of a column tell about its mark of the fraction.
pub fn verdict(sheet: &Sheet, mapping: &Mapping, column: usize) -> Verdict {
    let mut evidence = Evidence::default();
    for text in texts(sheet, mapping, column) {
        evidence.add(text);
    }
    evidence.verdict()
}
