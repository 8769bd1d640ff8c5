//! The table of people and its sums.
use super::Contents;
use super::figure::{Figure, Pill};
use crate::metric::Metric;
use crate::report::side::Side;
use crate::report::table::{Cell, Place, Row};

#[derive(Clone)]
pub struct Line {
    pub name: String,
    pub note: &'static str,
    pub figures: Vec<Figure>,
    /// The state of the main number; facts without a plan have none.
    pub pill: Option<Pill>,
}

impl Line {
    /// One's own facts are not measured by the plan of a team.
    fn unjudged(self) -> Self {
        let figures = self.figures.into_iter().map(Figure::unjudged).collect();
        Self { figures, pill: Some(Pill::pale("план команды")), ..self }
    }
}

/// A word or a number longer than this asks for a wider place on a phone.
const NARROW: usize = 9;

impl Contents {
    pub fn columns(&self) -> Vec<String> {
        self.shown().into_iter().map(|at| self.summary.table.metrics[at].heading()).collect()
    }

    /// Metrics that have a plan or a fact of anybody in this period.
    fn shown(&self) -> Vec<usize> {
        let table = &self.summary.table;
        let speaks = |cell: &Cell| {
            let said = cell.fact.or(cell.outside).or(cell.today).or(cell.outside_today);
            cell.plan.or(said).is_some()
        };
        let of = |at: usize| {
            table.rows.iter().any(|row| speaks(&row.cells[at])) || Some(at) == table.main
        };
        (0..table.metrics.len()).filter(|at| of(*at)).collect()
    }

    /// The rest, by name.
    pub fn hidden(&self) -> Option<String> {
        let shown = self.shown();
        let metrics = self.summary.table.metrics.iter().enumerate();
        let names: Vec<String> = metrics
            .filter(|(at, _)| !shown.contains(at))
            .map(|(_, metric)| metric.name.clone())
            .collect();
        (!names.is_empty()).then(|| format!("Ни плана, ни фактов: {}.", names.join(", ")))
    }

    pub fn pill_column(&self) -> &'static str {
        if self.frame.is_finished() { "К плану" } else { "К плану на сегодня" }
    }

    pub fn width(&self) -> usize {
        self.shown().len() + 2
    }

    /// Whether the steps need more than a quarter of a phone each.
    pub fn is_wide(&self) -> bool {
        let words = |text: &str| text.split(' ').map(|word| word.chars().count()).max();
        let label = |figure: &Figure| words(&figure.label).unwrap_or(0);
        let numbers =
            |figure: &Figure| figure.text.chars().count().max(figure.goal.chars().count());
        let lines = [self.team(), self.outside_lines(), self.apart_lines(), self.sums()].concat();
        let mut steps = lines.iter().flat_map(|line| &line.figures).filter(|f| !f.is_main);
        steps.any(|figure| label(figure).max(numbers(figure)) > NARROW)
    }

    pub fn team(&self) -> Vec<Line> {
        [self.lines(Place::Team), self.lines(Place::Nobody)].concat()
    }

    pub fn outside_lines(&self) -> Vec<Line> {
        self.lines(Place::Outside)
    }

    pub fn apart_lines(&self) -> Vec<Line> {
        self.lines(Place::Apart)
    }

    fn lines(&self, place: Place) -> Vec<Line> {
        let rows = self.summary.table.rows.iter().filter(|row| row.place == place);
        rows.map(|row| self.line(row)).collect()
    }

    fn line(&self, row: &Row) -> Line {
        let gone = row.seller.dismissed_on.is_some_and(|day| day <= self.frame.today);
        let table = &self.summary.table;
        let figure = |at: usize| {
            let figure = self.figure_at(at, &row.cells[at], self.person_href(at, row));
            let of_others = row.place == Place::Team && table.team[at].plan.is_some();
            figure
                .lacking(of_others)
                .beside(&table.metrics[at], &row.cells[at], || self.beside_href(at, row))
        };
        let line = Line {
            name: row.seller.name.clone(),
            note: if gone { "не работает" } else { "" },
            figures: self.shown().into_iter().map(figure).collect(),
            pill: Some(self.pill(&row.cells)),
        };
        if row.place == Place::Apart { line.unjudged() } else { line }
    }

    /// One sum of everything, or one of each side of the plan and of both: as soon as one metric
    /// has facts on both sides, the percent speaks of a part.
    pub fn sums(&self) -> Vec<Line> {
        let table = &self.summary.table;
        if !self.is_split() {
            let whole = self.sum("Всего", &table.whole(), |at| self.team_href(at));
            return vec![Line { pill: Some(self.pill(&table.whole())), ..whole }];
        }
        let planned = self.sum(Side::Planned.name(), &table.team, |at| self.team_href(at));
        vec![
            Line { pill: Some(self.pill(&table.team)), ..planned },
            self.sum(Side::Unplanned.name(), &table.outside, |at| self.outside_href(at)),
            self.sum("Всего фактов", &table.all, |at| self.all_href(at)),
        ]
    }

    fn sum(&self, name: &str, cells: &[Cell], href: impl Fn(usize) -> String) -> Line {
        let figures = self.shown().into_iter().map(|at| self.figure_at(at, &cells[at], href(at)));
        Line { name: name.into(), note: "", figures: figures.collect(), pill: None }
    }

    pub fn is_split(&self) -> bool {
        self.shown().into_iter().any(|at| self.summary.table.is_split(at))
    }

    /// Whether somebody's figures stand on both sides, and whether months do.
    pub(super) fn is_mixed(&self) -> (bool, bool) {
        let lines = self.team();
        let any = |of: fn(&Figure) -> bool| lines.iter().flat_map(|line| &line.figures).any(of);
        (any(|figure| figure.lacks_plan), any(|figure| figure.beside.is_some()))
    }

    fn figure_at(&self, at: usize, cell: &Cell, href: String) -> Figure {
        let table = &self.summary.table;
        let figure = Figure::new(&table.metrics[at], cell, href);
        if table.main == Some(at) { figure.main(cell, self.frame.is_open()) } else { figure }
    }

    fn pill(&self, cells: &[Cell]) -> Pill {
        let table = &self.summary.table;
        let main: Option<(&Metric, &Cell)> =
            table.main.map(|main| (&table.metrics[main], &cells[main]));
        Pill::of(main)
    }
}
