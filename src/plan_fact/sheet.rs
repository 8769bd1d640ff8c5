//! Who stands in which line, and the totals that are honest: people without a plan apart.

use crate::metric::Metric;
use crate::report::side::Side;
use crate::report::table::{Cell, Place, Row, Table};
use crate::values::MemberId;

use super::figure::Figure;
use super::report::Report;

/// Of whom a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    Person(MemberId),
    /// What no person carries.
    Nobody,
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
    /// Whether a figure without a colour needs a reason: a sum of facts has no plan by its nature.
    pub fn explains(&self, figure: &Figure) -> bool {
        matches!(self.whose, Whose::Person(_)) || figure.cell.plan.is_some()
    }
}

/// People who belong together.
#[derive(Debug, Clone)]
pub struct Part {
    pub title: &'static str,
    pub lines: Vec<Line>,
}

#[derive(Debug, Clone)]
pub struct Sheet {
    /// The columns.
    pub metrics: Vec<Metric>,
    /// Those that have neither a plan nor a fact of anybody, by name.
    pub left_out: Vec<String>,
    pub parts: Vec<Part>,
    /// One sum of everything, or one of each side of the plan and of both.
    pub sums: Vec<Line>,
    /// Columns with facts on both sides of their plan.
    split: Vec<bool>,
}

impl Sheet {
    pub fn of(report: &Report) -> Self {
        let table = report.table();
        let shown = shown(table);
        let lay = Lay { report, table, shown: &shown };
        let parts = [
            ("", Place::Team),
            ("Без плана", Place::Outside),
            (
                "Не продают: план — сумма команды, к её плану не прибавлен; свои факты — вне плана",
                Place::Apart,
            ),
        ];
        let mut parts = parts.map(|(title, place)| Part { title, lines: lay.lines(place) });
        parts[0].lines.extend(lay.lines(Place::Nobody));
        let split: Vec<bool> = shown.iter().map(|at| table.is_split(*at)).collect();
        let mut parts: Vec<Part> =
            parts.into_iter().filter(|part| !part.lines.is_empty()).collect();
        if let [first, ..] = parts.as_mut_slice()
            && first.title == "Без плана"
        {
            first.title = "";
        }
        Self {
            metrics: shown.iter().map(|at| table.metrics[*at].clone()).collect(),
            left_out: left_out(table, &shown),
            parts,
            sums: lay.sums(split.contains(&true)),
            split,
        }
    }

    /// The sums of a department for one who sees no rows of it: held against the plan, and beside
    /// them what stands outside of it.
    pub fn totals(report: &Report, table: &Table) -> (Vec<Metric>, Line) {
        let shown = shown(table);
        let lay = Lay { report, table, shown: &shown };
        let beside = table.outside.iter().zip(&table.team);
        let beside = beside.map(|(outside, team)| outside.fact.filter(|_| team.plan.is_some()));
        let cells = table.whole().into_iter().zip(beside);
        let cells: Vec<Cell> = cells.map(|(cell, outside)| Cell { outside, ..cell }).collect();
        let line = lay.sum("Отдел", Whose::Planned, &cells);
        (shown.iter().map(|at| table.metrics[*at].clone()).collect(), line)
    }

    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// The side of the plan whose entries add up to a figure; none: all of them.
    pub fn side(&self, whose: Whose, column: usize, figure: &Figure) -> Option<Side> {
        let has_outside = figure.cell.outside.or(figure.cell.outside_today).is_some();
        match whose {
            Whose::Person(_) => has_outside.then_some(Side::Planned),
            Whose::Planned => self.split[column].then_some(Side::Planned),
            Whose::Unplanned => self.split[column].then_some(Side::Unplanned),
            Whose::Everybody | Whose::Nobody => None,
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
            whose: match row.place {
                Place::Nobody => Whose::Nobody,
                _ => Whose::Person(row.seller.id),
            },
            name: row.seller.name.clone(),
            note: if gone { "не работает" } else { "" },
            figures: self.figures(&row.cells),
        }
    }

    /// As soon as one metric has facts on both sides, the percent speaks of a part.
    fn sums(&self, is_split: bool) -> Vec<Line> {
        let table = self.table;
        if !is_split {
            return vec![self.sum("Всего", Whose::Planned, &table.whole())];
        }
        vec![
            self.sum(Side::Planned.name(), Whose::Planned, &table.team),
            self.sum(Side::Unplanned.name(), Whose::Unplanned, &table.outside),
            self.sum("Всего фактов", Whose::Everybody, &table.all),
        ]
    }

    fn sum(&self, name: &str, whose: Whose, cells: &[Cell]) -> Line {
        Line { whose, name: name.into(), note: "", figures: self.figures(cells) }
    }

    fn figures(&self, cells: &[Cell]) -> Vec<Figure> {
        let figure = |at: &usize| self.report.figure(&self.table.metrics[*at], cells[*at]);
        self.shown.iter().map(figure).collect()
    }
}

/// Metrics that have a plan or a fact of anybody in this period, and the main one.
fn shown(table: &Table) -> Vec<usize> {
    let speaks = |cell: &Cell| {
        let said = cell.fact.or(cell.outside).or(cell.today).or(cell.outside_today);
        cell.plan.or(said).is_some()
    };
    let of = |at: &usize| {
        table.rows.iter().any(|row| speaks(&row.cells[*at])) || Some(*at) == table.main
    };
    (0..table.metrics.len()).filter(of).collect()
}

fn left_out(table: &Table, shown: &[usize]) -> Vec<String> {
    let metrics = table.metrics.iter().enumerate();
    metrics.filter(|(at, _)| !shown.contains(at)).map(|(_, metric)| metric.name.clone()).collect()
}
