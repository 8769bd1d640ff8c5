use askama::Template;

use super::preview::{self, Column, Name, PreviewRow};
use super::words;
use crate::form::FieldErrors;
use crate::import::day::DayOrder;
use crate::import::figures::{Figures, Question};
use crate::import::mapping::{Kind, Mapping, Measure, Role};
use crate::import::notation::Mark;
use crate::import::run::Run;
use crate::import::sheet::Book;
use crate::values::MetricId;
use crate::web::{Choice, Shell};

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
        let shown = preview::shown_columns(&sheet, &mapping);
        Self {
            sheets: preview::sheets(book, mapping.sheet),
            header_rows: preview::header_rows(&sheet, mapping.header_row),
            picks: preview::columns(&sheet, &mapping, measures, &shown, &errors),
            rows: preview::preview(&sheet, &mapping, &shown, figures),
            names: preview::names(&mapping, measures),
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
