use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use chrono::NaiveDate;

use super::people::{Head, Unknown, heads, unknown};
use super::unread::Unread;
use super::words;
use crate::form::FieldErrors;
use crate::import::comparison::Clash;
use crate::import::jobs::Prepared;
use crate::import::mapping::Kind;
use crate::import::mapping_form::Typed;
use crate::import::matching::{Match, proposed_name};
use crate::import::run::Run;
use crate::metric::Metric;
use crate::values::MetricId;
use crate::values::russian::{listed, numeric_date};
use crate::web::Shell;

/// More unknown people than this mean that another column was taken for the name.
pub const MOST_UNKNOWN: usize = 200;

/// The dry run.
#[derive(Debug, Template)]
#[template(path = "import/check.html")]
pub struct Check {
    pub shell: Shell,
    pub run: Run,
    pub prepared: Prepared,
    pub metrics: Vec<Metric>,
    pub typed: Typed,
    pub errors: FieldErrors,
    unknown: Vec<Unknown>,
    heads: Vec<Head>,
}

/// A month of the file: its name and the sum of each metric.
#[derive(Debug)]
struct MonthRow {
    title: String,
    sums: Vec<String>,
}

impl Check {
    pub fn new(
        shell: Shell,
        run: Run,
        prepared: Prepared,
        metrics: Vec<Metric>,
        typed: Typed,
        errors: FieldErrors,
    ) -> Self {
        let unknown = unknown(&prepared, &typed);
        let heads = if run.kind == Kind::Plan { heads(&prepared, &typed) } else { Vec::new() };
        Self { shell, run, prepared, metrics, typed, errors, unknown, heads }
    }

    fn is_plan(&self) -> bool {
        self.run.kind == Kind::Plan
    }

    fn title(&self) -> String {
        let found = &self.prepared.comparison;
        if !self.prepared.figures.questions.is_empty() {
            return "Загрузить пока нельзя: сначала ответьте на вопросы".into();
        }
        if self.prepared.figures.list.is_empty() {
            return "В файле не нашлось ни одного числа, которое можно загрузить".into();
        }
        if found.changes_nothing() {
            return "Всё из этого файла уже в Маяке: загружать нечего".into();
        }
        format!("Загрузим {}", words::figures(found.added + found.changed))
    }

    fn questions(&self) -> Vec<String> {
        self.prepared.figures.questions.iter().map(words::question).collect()
    }

    /// Whether there is anything to press the button for.
    fn may_apply(&self) -> bool {
        self.prepared.figures.is_ready()
            && !self.prepared.comparison.changes_nothing()
            && !self.too_many_people()
    }

    fn too_many_people(&self) -> bool {
        self.unknown.len() > MOST_UNKNOWN
    }

    fn unknown_count(&self) -> String {
        words::people(self.unknown.len())
    }

    /// Name and value of each number of the dry run.
    fn tiles(&self) -> Vec<(&'static str, String, &'static str)> {
        let (found, figures) = (&self.prepared.comparison, &self.prepared.figures);
        let grouped = |count: usize| crate::values::russian::grouped(words::number(count));
        let bad = if figures.problem_count > 0 { "bad" } else { "" };
        vec![
            ("новых чисел", grouped(found.added), ""),
            ("изменится", grouped(found.changed), ""),
            ("уже такие же", grouped(found.same), ""),
            ("не прочитано", grouped(figures.problem_count), bad),
        ]
    }

    /// What the file says and how it was understood, besides the numbers.
    fn remarks(&self) -> Vec<String> {
        let figures = &self.prepared.figures;
        let mut remarks = Vec::new();
        if !figures.total_rows.is_empty() {
            let shown: Vec<String> =
                figures.total_rows.iter().take(8).map(usize::to_string).collect();
            let more = if figures.total_rows.len() > 8 { " и другие" } else { "" };
            remarks.push(format!(
                "Итоги не загружаем: {} {}{more}.",
                if shown.len() == 1 { "строка" } else { "строки" },
                listed(&shown)
            ));
        }
        if !figures.total_columns.is_empty() {
            let names: Vec<String> =
                figures.total_columns.iter().map(|c| format!("«{c}»")).collect();
            remarks.push(format!("Итоговые столбцы не загружаем: {}.", listed(&names)));
        }
        let counted = [
            (figures.added_up, "сложены с другими того же человека, показателя и времени"),
            (figures.rounded, "округлены до точности показателя"),
            (figures.put_on_last_day, "даны за месяц и будут записаны последним его днём"),
        ];
        for (count, what) in counted.into_iter().filter(|(count, _)| *count > 0) {
            remarks.push(format!("{}: {what}.", words::figures(count)));
        }
        if figures.left_out > 0 {
            let rows = words::rows(figures.left_out);
            remarks.push(format!("{rows} других показателей пропущены, как вы выбрали."));
        }
        remarks.extend(self.foreign());
        remarks.extend(self.closed());
        remarks
    }

    fn closed(&self) -> Option<String> {
        let figures = words::figures(self.prepared.closed);
        (self.prepared.closed > 0).then(|| {
            format!("{figures} — за закрытые дни: что там иначе, станет корректировкой, а итоги закрытия останутся.")
        })
    }

    fn foreign(&self) -> Option<String> {
        let people = self.prepared.figures.people.iter().zip(&self.prepared.matches);
        let foreign = people.filter(|(_, found)| **found == Match::OutOfScope);
        let names: Vec<String> = foreign.map(|(who, _)| proposed_name(who)).collect();
        (!names.is_empty()).then(|| {
            format!(
                "Не ваш отдел, не загружаем: {}. Это может сделать собственник.",
                listed(&names)
            )
        })
    }

    fn unread(&self) -> Unread<'_> {
        let figures = &self.prepared.figures;
        Unread { all: figures.problem_count, first: &figures.problems }
    }

    /// The metrics that the file brings, in the company's order.
    fn brought(&self) -> Vec<&Metric> {
        let ids: BTreeSet<MetricId> =
            self.prepared.comparison.sums.keys().map(|(_, metric)| *metric).collect();
        self.metrics.iter().filter(|metric| ids.contains(&metric.id)).collect()
    }

    fn months(&self) -> Vec<MonthRow> {
        let sums = &self.prepared.comparison.sums;
        let months: BTreeSet<NaiveDate> = sums.keys().map(|(month, _)| *month).collect();
        let sum = |month: NaiveDate, metric: &Metric| {
            let value = sums.get(&(month, metric.id));
            value.map_or_else(String::new, |value| words::amount(&self.metrics, metric.id, *value))
        };
        let row = |month: NaiveDate| MonthRow {
            title: words::month_title(month),
            sums: self.brought().into_iter().map(|metric| sum(month, metric)).collect(),
        };
        months.into_iter().map(row).collect()
    }

    /// The sums of the whole file; «last» values have none.
    fn totals(&self) -> Vec<String> {
        let mut totals: BTreeMap<MetricId, i64> = BTreeMap::new();
        for ((_, metric), value) in &self.prepared.comparison.sums {
            let total = totals.entry(*metric).or_default();
            *total = total.saturating_add(*value);
        }
        let total = |metric: &Metric| match totals.get(&metric.id) {
            Some(value) if metric.is_summed() => words::amount(&self.metrics, metric.id, *value),
            _ => String::new(),
        };
        self.brought().into_iter().map(total).collect()
    }

    fn clashes(&self) -> &[Clash] {
        &self.prepared.comparison.clashes
    }

    fn clash_count(&self) -> String {
        words::figures(self.prepared.comparison.clash_count)
    }

    fn clash(&self, clash: &Clash) -> (String, String, String, String) {
        let (member, metric, day) = clash.place;
        let name = self.prepared.member(member).map(|member| member.name.clone());
        let amount = |value| words::amount(&self.metrics, metric, value);
        (name.unwrap_or_default(), numeric_date(day), amount(clash.by_hand), amount(clash.in_file))
    }

    fn asks_reason(&self) -> bool {
        self.is_plan() && self.prepared.changes_a_plan()
    }

    fn reason(&self) -> &str {
        self.typed.text("reason")
    }

    fn by_hand_is(&self, choice: &str) -> bool {
        self.typed.text("by_hand") == choice
    }

    fn error(&self, prefix: &str, at: usize) -> Option<&str> {
        self.errors.on(&format!("{prefix}_{at}"))
    }
}
