//! A table of figures: metrics side by side, or one line of columns for each person or metric.
use super::mark::Mark;
use crate::metric::Metric;
use crate::plan_fact::asked::{Focus, Look};
use crate::plan_fact::columns::Column;
use crate::plan_fact::figure::Figure;
use crate::plan_fact::report::Report;
use crate::plan_fact::sheet::{Line, Sheet, Whose};
use crate::values::MemberId;

/// The columns of one metric in a row.
pub struct Group {
    pub name: String,
    pub marks: Vec<Mark>,
}

pub struct Row {
    pub name: String,
    pub note: &'static str,
    pub href: Option<String>,
    pub class: &'static str,
    pub groups: Vec<Group>,
}

pub struct Part {
    pub title: &'static str,
    pub rows: Vec<Row>,
}

/// The head of a column: its class, words, and all that they stand for.
pub struct Head {
    pub class: &'static str,
    pub text: &'static str,
    pub title: &'static str,
}

pub struct Grid {
    /// The head of the first column.
    pub first: &'static str,
    /// Metrics side by side, each with its address in full; none: there is one group only.
    pub groups: Vec<(String, String)>,
    pub heads: Vec<Head>,
    pub parts: Vec<Part>,
    pub foot: Vec<Row>,
}

impl Grid {
    pub fn is_wide(&self) -> bool {
        !self.groups.is_empty()
    }

    pub fn width(&self) -> usize {
        1 + self.groups.len().max(1) * self.heads.len()
    }

    /// Everybody by all metrics.
    pub fn of_all(report: &Report, sheet: &Sheet, look: &Look) -> Self {
        let phase = report.phase();
        let columns = Column::brief(phase);
        let head = |column: &Column| Head {
            class: column.class(phase),
            text: column.short_title(phase),
            title: column.title(phase),
        };
        let full = |metric: &Metric| look.on(Focus::Metric(metric.id)).address();
        let groups = sheet.metrics.iter().map(|metric| (metric.heading(), full(metric)));
        Self {
            groups: groups.collect(),
            heads: columns.iter().map(head).collect(),
            ..lined(sheet, look, columns, Mark::brief)
        }
    }

    /// Everybody by one metric.
    pub fn of_metric(report: &Report, sheet: &Sheet, look: &Look) -> Self {
        Self { heads: heads(report), ..lined(sheet, look, columns(report), Mark::of) }
    }

    /// One person by all metrics.
    pub fn of_person(report: &Report, sheet: &Sheet, look: &Look) -> Self {
        let lines = sheet.parts.iter().flat_map(|part| &part.lines);
        let tables = lines.take(1).map(|line| {
            let entries = |at: usize, metric: &Metric, figure: &Figure| {
                let side = sheet.side(line.whose, at, figure);
                Some(look.entries(member(line.whose), metric.id, side))
            };
            Self::of_line(report, &sheet.metrics, line, entries)
        });
        tables.last().unwrap_or_else(|| Self::by_metric(report, vec![]))
    }

    /// A line of figures turned: metrics below one another.
    pub fn of_line(
        report: &Report,
        metrics: &[Metric],
        line: &Line,
        entries: impl Fn(usize, &Metric, &Figure) -> Option<String>,
    ) -> Self {
        let figures = metrics.iter().zip(&line.figures).enumerate();
        let rows = figures.map(|(at, (metric, figure))| Row {
            name: metric.heading(),
            note: "",
            href: None,
            class: "",
            groups: vec![Group {
                name: metric.heading(),
                marks: columns(report)
                    .iter()
                    .map(|column| {
                        let entries = entries(at, metric, figure);
                        Mark::of(*column, metric, figure, entries.as_deref())
                    })
                    .collect(),
            }],
        });
        Self::by_metric(report, rows.collect())
    }

    fn by_metric(report: &Report, rows: Vec<Row>) -> Self {
        let parts = vec![Part { title: "", rows }];
        Self {
            first: "Показатель", groups: vec![], heads: heads(report), parts, foot: vec![]
        }
    }
}

fn columns(report: &Report) -> &'static [Column] {
    Column::full(report.phase(), report.frame.open_today().is_some())
}

fn heads(report: &Report) -> Vec<Head> {
    let phase = report.phase();
    let head = |column: &Column| {
        let title = column.title(phase);
        Head { class: column.class(phase), text: title, title }
    };
    columns(report).iter().map(head).collect()
}

/// A figure as one column says it; facts lead to the entries given.
type Say = fn(Column, &Metric, &Figure, Option<&str>) -> Mark;

/// The lines of a sheet with their totals, the heads left to be set.
fn lined(sheet: &Sheet, look: &Look, columns: &[Column], say: Say) -> Grid {
    let row = |line: &Line, class| Row {
        name: line.name.clone(),
        note: line.note,
        href: member(line.whose).map(|id| look.on(Focus::Person(id)).address()),
        class,
        groups: groups(sheet, look, columns, line, say),
    };
    let parts = sheet.parts.iter().map(|part| {
        let rows = part.lines.iter().map(|line| row(line, "")).collect();
        Part { title: part.title, rows }
    });
    let foot = sheet.sums.iter().map(|sum| row(sum, "sum")).collect();
    Grid { first: "Менеджер", groups: vec![], heads: vec![], parts: parts.collect(), foot }
}

fn groups(sheet: &Sheet, look: &Look, columns: &[Column], line: &Line, say: Say) -> Vec<Group> {
    let figures = sheet.metrics.iter().zip(&line.figures).enumerate();
    let groups = figures.map(|(at, (metric, figure))| {
        let side = sheet.side(line.whose, at, figure);
        let entries = look.entries(member(line.whose), metric.id, side);
        let mark = |column: &Column| match say(*column, metric, figure, Some(&entries)) {
            mark if mark.text.is_empty() && !line.explains(figure) => mark.silent(),
            mark => mark,
        };
        Group { name: metric.heading(), marks: columns.iter().map(mark).collect() }
    });
    groups.collect()
}

fn member(whose: Whose) -> Option<MemberId> {
    if let Whose::Person(id) = whose { Some(id) } else { None }
}
