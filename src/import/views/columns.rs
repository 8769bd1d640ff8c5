use askama::Template;

use super::words;
use crate::form::FieldErrors;
use crate::import::day::DayOrder;
use crate::import::figures::{Figures, Question, column_name};
use crate::import::mapping::{Kind, Mapping, Measure, Role};
use crate::import::notation::Mark;
use crate::import::run::Run;
use crate::import::sheet::{Book, Cell, Sheet, column_letter};
use crate::values::MetricId;
use crate::web::{Choice, Shell};

/// Rows of the preview.
const SHOWN_ROWS: usize = 8;
/// Rows that may be chosen as the row of headings.
const HEADER_ROWS: usize = 30;
/// Columns shown; further ones keep what was recognised.
const MOST_COLUMNS: usize = 120;

/// What each column is, chosen over the first rows of the file.
#[derive(Debug, Template)]
#[template(path = "import/columns.html")]
pub struct Columns {
    pub shell: Shell,
    pub run: Run,
    pub mapping: Mapping,
    pub errors: FieldErrors,
    /// An applied import of the same file.
    pub earlier: Option<Run>,
    sheets: Vec<Choice>,
    header_rows: Vec<Choice>,
    picks: Vec<Column>,
    rows: Vec<PreviewRow>,
    names: Vec<Name>,
    metrics: Vec<(MetricId, String)>,
    questions: Vec<Question>,
    totals: usize,
}

#[derive(Debug)]
struct Column {
    at: usize,
    heading: String,
    letter: String,
    roles: Vec<Choice>,
    is_used: bool,
    error: Option<String>,
}

#[derive(Debug)]
struct PreviewRow {
    number: usize,
    /// Text and class of each cell.
    cells: Vec<(String, &'static str)>,
    is_total: bool,
}

#[derive(Debug)]
struct Name {
    at: usize,
    text: String,
    choices: Vec<Choice>,
}

impl Columns {
    pub fn new(
        shell: Shell,
        run: Run,
        book: &Book,
        measures: &[Measure],
        figures: &Figures,
        errors: FieldErrors,
        earlier: Option<Run>,
    ) -> Self {
        let mapping = run.mapping.clone();
        let sheet = book.sheets.get(mapping.sheet).cloned().unwrap_or_default();
        let shown = shown_columns(&sheet, &mapping);
        Self {
            sheets: sheets(book, mapping.sheet),
            header_rows: header_rows(&sheet, mapping.header_row),
            picks: columns(&sheet, &mapping, measures, &shown, &errors),
            rows: preview(&sheet, &mapping, &shown, figures),
            names: names(&mapping, measures),
            metrics: measures.iter().map(|measure| (measure.id, measure.name.clone())).collect(),
            questions: figures.questions.clone(),
            totals: figures.total_rows.len(),
            shell,
            run,
            mapping,
            errors,
            earlier,
        }
    }

    fn lead(&self) -> &'static str {
        match self.run.kind {
            Kind::Facts => {
                "Столбцы узнаны по заголовкам и первым строкам. Поправьте, если что-то не так."
            }
            Kind::Plan => {
                "Столбцы узнаны по заголовкам и первым строкам. План загружается помесячно."
            }
        }
    }

    fn questions(&self) -> Vec<String> {
        self.questions.iter().map(words::question).collect()
    }

    fn common_metric(&self) -> Vec<Choice> {
        let chosen = self.mapping.metric.map(|id| id.to_string()).unwrap_or_default();
        let none = (String::new(), "не выбран".to_owned());
        let metrics = self.metrics.iter().map(|(id, name)| (id.to_string(), name.clone()));
        Choice::among(std::iter::once(none).chain(metrics), &chosen)
    }

    /// Whether figures whose metric is not in their column are there to be named.
    fn asks_metric(&self) -> bool {
        self.mapping.roles.contains(&Role::Value) && !self.mapping.roles.contains(&Role::MetricName)
    }

    fn multipliers(&self) -> Vec<Choice> {
        let offered = [("1", "рубли"), ("1000", "тысячи рублей"), ("1000000", "миллионы рублей")];
        Choice::among(offered, &self.mapping.multiplier.to_string())
    }

    fn asks_day_order(&self) -> bool {
        let asked = self.questions.iter().any(|q| matches!(q, Question::DayOrder { .. }));
        asked || self.mapping.day_order.is_some()
    }

    fn day_orders(&self) -> Vec<Choice> {
        let chosen = match self.mapping.day_order {
            Some(DayOrder::DayFirst) => "day_first",
            Some(DayOrder::MonthFirst) => "month_first",
            None => "",
        };
        let offered = [
            ("", "выберите"),
            ("day_first", "сначала день: 5/11 — 5 ноября"),
            ("month_first", "сначала месяц: 5/11 — 11 мая"),
        ];
        Choice::among(offered, chosen)
    }

    fn asks_decimal(&self) -> bool {
        let asked = self.questions.iter().any(|q| matches!(q, Question::Decimal { .. }));
        asked || self.mapping.decimal.is_some()
    }

    fn decimals(&self) -> Vec<Choice> {
        let chosen = match self.mapping.decimal {
            Some(Mark::Comma) => "comma",
            Some(Mark::Point) => "point",
            None => "",
        };
        let offered = [
            ("", "выберите"),
            ("comma", "дробь после запятой: 1,234 — чуть больше единицы"),
            ("point", "запятая между тысячами: 1,234 — тысяча двести"),
        ];
        Choice::among(offered, chosen)
    }

    fn asks_year(&self) -> bool {
        let asked = self.questions.iter().any(|q| matches!(q, Question::Year { .. }));
        asked || self.mapping.year.is_some() && !self.mapping.roles.contains(&Role::Year)
    }

    fn year(&self) -> String {
        self.mapping.year.map(|year| year.to_string()).unwrap_or_default()
    }

    fn earlier_when(&self, run: &Run) -> String {
        words::moment(run.applied_at.unwrap_or(run.made_at), self.shell.actor.zone)
    }

    fn has_totals(&self) -> bool {
        self.totals > 0
    }

    fn total_rows(&self) -> String {
        words::rows(self.totals)
    }
}

/// Columns with anything in them among the first ones.
fn shown_columns(sheet: &Sheet, mapping: &Mapping) -> Vec<usize> {
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

fn sheets(book: &Book, chosen: usize) -> Vec<Choice> {
    let lines =
        book.sheets.iter().enumerate().map(|(at, sheet)| (at.to_string(), sheet.name.clone()));
    Choice::among(lines, &chosen.to_string())
}

fn header_rows(sheet: &Sheet, chosen: Option<usize>) -> Vec<Choice> {
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

fn columns(
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

fn preview(
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

fn names(mapping: &Mapping, measures: &[Measure]) -> Vec<Name> {
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
