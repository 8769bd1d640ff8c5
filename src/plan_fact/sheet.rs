//! Who stands in which line, and the totals that are honest: people without a plan apart.

use crate::metric::{Metric, OverTime};
use crate::report::table::{Cell, Place, Row, Table};
use crate::values::MemberId;

use super::figure::Figure;
use super::report::Report;

/// Of whom a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    Person(MemberId),
    /// Of those who have a plan.
    Planned,
    /// Of those, and of months, that have none.
    Unplanned,
    Everybody,
}

#[derive(Debug, Clone)]
pub struct Line {
    pub whose: Whose,
    pub name: String,
    pub note: &'static str,
    /// One for each metric shown.
    pub figures: Vec<Figure>,
}

impl Line {
    /// Whether a figure without a colour needs a reason: a total of facts has no plan by its nature.
    pub fn explains(&self, figure: &Figure) -> bool {
        matches!(self.whose, Whose::Person(_)) || figure.cell.plan.is_some()
    }
}

/// Lines that belong together, with their total.
#[derive(Debug, Clone)]
pub struct Part {
    pub title: &'static str,
    pub lines: Vec<Line>,
    pub total: Option<Line>,
}

#[derive(Debug, Clone)]
pub struct Sheet {
    /// The columns.
    pub metrics: Vec<Metric>,
    /// Those that have neither a plan nor a fact of anybody, by name.
    pub left_out: Vec<String>,
    pub parts: Vec<Part>,
    pub total: Line,
    /// Metrics, by the column, with facts outside the plan: their planned total is not all.
    outside: Vec<bool>,
}

impl Sheet {
    pub fn of(report: &Report) -> Self {
        let table = report.table();
        let shown = shown(table);
        let lay = Lay { report, table, shown: &shown };
        let is_partial = is_partial(table);
        let has_team = table.rows.iter().any(|row| row.place == Place::Team);
        let split = is_partial && has_team;
        let planned = split.then(|| lay.total("С планом", Whose::Planned, &table.team));
        let unplanned =
            split.then(|| lay.total("Вне плана, всего", Whose::Unplanned, &table.outside));
        let parts = vec![
            Part { title: "", lines: lay.lines(Place::Team), total: planned },
            Part {
                title: if split { "Вне плана" } else { "" },
                lines: lay.lines(Place::Outside),
                total: unplanned,
            },
            Part {
                title: "Не продают: их план — сумма команды и к её плану не прибавлен",
                lines: lay.lines(Place::Apart),
                total: None,
            },
        ];
        let total = if is_partial {
            lay.total("Всего фактов", Whose::Everybody, &table.all)
        } else {
            lay.total("Всего", Whose::Everybody, &all_of(table))
        };
        let speaks = |at: &usize| table.outside[*at].fact.or(table.outside[*at].today).is_some();
        Self {
            metrics: shown.iter().map(|at| table.metrics[*at].clone()).collect(),
            left_out: left_out(table, &shown),
            parts: parts.into_iter().filter(|part| !part.lines.is_empty()).collect(),
            total,
            outside: shown.iter().map(speaks).collect(),
        }
    }

    /// The totals of a department for one who sees no rows of it: of those who have a plan, or of
    /// all where nobody has.
    pub fn totals(report: &Report, table: &Table) -> (Vec<Metric>, Line) {
        let shown = shown(table);
        let lay = Lay { report, table, shown: &shown };
        let outside = table.outside.iter().map(|cell| cell.fact);
        let cells = all_of(table).into_iter().zip(outside).map(|(cell, outside)| Cell {
            outside: outside.filter(|_| cell.plan.is_some()),
            ..cell
        });
        let line = lay.total("Отдел", Whose::Planned, &cells.collect::<Vec<_>>());
        (shown.iter().map(|at| table.metrics[*at].clone()).collect(), line)
    }

    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// Whether the entries of a column are those of a line: of the planned ones only when there are
    /// no others.
    pub fn opens(&self, whose: Whose, column: usize) -> bool {
        match whose {
            Whose::Person(_) | Whose::Everybody => true,
            Whose::Planned => !self.outside[column],
            Whose::Unplanned => false,
        }
    }
}

struct Lay<'a> {
    report: &'a Report,
    table: &'a Table,
    /// Indices of the table's metrics.
    shown: &'a [usize],
}

impl Lay<'_> {
    fn lines(&self, place: Place) -> Vec<Line> {
        let rows = self.table.rows.iter().filter(|row| row.place == place);
        rows.map(|row| self.line(row)).collect()
    }

    fn line(&self, row: &Row) -> Line {
        let gone = row.seller.dismissed_on.is_some_and(|day| day <= self.report.frame.today);
        Line {
            whose: Whose::Person(row.seller.id),
            name: row.seller.name.clone(),
            note: if gone { "не работает" } else { "" },
            figures: self.figures(&row.cells),
        }
    }

    fn total(&self, name: &str, whose: Whose, cells: &[Cell]) -> Line {
        Line { whose, name: name.into(), note: "", figures: self.figures(cells) }
    }

    fn figures(&self, cells: &[Cell]) -> Vec<Figure> {
        let figure = |at: &usize| self.report.figure(&self.table.metrics[*at], cells[*at]);
        self.shown.iter().map(figure).collect()
    }
}

/// Metrics that have a plan or a fact of anybody in this period, and the main one.
fn shown(table: &Table) -> Vec<usize> {
    let speaks =
        |cell: &Cell| cell.plan.is_some() || cell.fact.or(cell.outside).or(cell.today).is_some();
    let of = |at: &usize| {
        table.rows.iter().any(|row| speaks(&row.cells[*at])) || Some(*at) == table.main
    };
    (0..table.metrics.len()).filter(of).collect()
}

fn left_out(table: &Table, shown: &[usize]) -> Vec<String> {
    let metrics = table.metrics.iter().enumerate();
    metrics.filter(|(at, _)| !shown.contains(at)).map(|(_, metric)| metric.name.clone()).collect()
}

/// Some facts stand outside the plan, so there are two totals.
fn is_partial(table: &Table) -> bool {
    let planned = table.team.iter().any(|cell| cell.plan.is_some());
    !planned || table.outside.iter().any(|cell| cell.fact.is_some())
}

/// Plans and facts of those who have a plan; where there are none, and of what is not summed,
/// everybody's.
fn all_of(table: &Table) -> Vec<Cell> {
    let cell = |(at, metric): (usize, &Metric)| match metric.over_time {
        OverTime::Sum if table.team[at].plan.is_some() => table.team[at],
        _ => table.all[at],
    };
    table.metrics.iter().enumerate().map(cell).collect()
}
