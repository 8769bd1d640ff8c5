//! The table of people.
use super::Index;
use crate::metric::Metric;
use crate::report::status::{Grey, Status};
use crate::report::table::{Cell, Place, Row};

/// A figure in the table.
pub struct Figure {
    pub text: String,
    /// «/ 240»; empty without a plan.
    pub goal: String,
    /// For machines, in minor precision: «842300.00».
    pub value: String,
    /// The exact words on hover.
    pub full: String,
    /// Far behind: said by a sign and in `full`.
    pub is_red: bool,
    /// The entries it is made of.
    pub href: Option<String>,
}

/// The state of the main number; without a kind it is a pale word.
pub struct Pill {
    pub kind: &'static str,
    pub text: String,
    pub title: String,
}

/// The entries that the figure of a column is made of.
type Href<'a> = &'a dyn Fn(usize) -> Option<String>;

pub struct Line {
    pub name: String,
    pub note: &'static str,
    pub figures: Vec<Figure>,
    pub pill: Pill,
}

impl Index {
    pub fn columns(&self) -> Vec<String> {
        self.shown().into_iter().map(|at| self.summary.table.metrics[at].heading()).collect()
    }

    /// Metrics that have a plan or a fact of anybody in this period.
    fn shown(&self) -> Vec<usize> {
        let table = &self.summary.table;
        let speaks = |cell: &Cell| {
            cell.plan.is_some() || cell.fact.or(cell.outside).or(cell.today).is_some()
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

    pub fn team(&self) -> Vec<Line> {
        self.lines(Place::Team)
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
        Line {
            name: row.seller.name.clone(),
            note: if gone { "не работает" } else { "" },
            figures: self.figures(&row.cells, &|at| Some(self.person_href(at, row))),
            pill: self.pill(&row.cells),
        }
    }

    /// Of those who have a plan, metric by metric.
    pub fn team_total(&self) -> Line {
        let name = if self.is_partial() { "С планом" } else { "Всего" };
        self.total(name, &self.summary.table.team, &|at| self.team_href(at))
    }

    pub fn outside_total(&self) -> Line {
        self.total("Вне плана, всего", &self.summary.table.outside, &|at| {
            self.outside_href(at)
        })
    }

    pub fn all_total(&self) -> Line {
        self.total("Всего фактов", &self.summary.table.all, &|at| {
            Some(self.all_href(at))
        })
    }

    fn total(&self, name: &str, cells: &[Cell], href: Href) -> Line {
        let figures = self.figures(cells, href);
        Line { name: name.into(), note: "", figures, pill: self.pill(cells) }
    }

    /// Some facts stand outside the plan, so there are two totals.
    pub fn is_partial(&self) -> bool {
        let table = &self.summary.table;
        let planned = table.team.iter().any(|cell| cell.plan.is_some());
        !planned || table.outside.iter().any(|cell| cell.fact.is_some())
    }

    pub fn has_team(&self) -> bool {
        self.summary.table.rows.iter().any(|row| row.place == Place::Team)
    }

    fn figures(&self, cells: &[Cell], href: Href) -> Vec<Figure> {
        let metrics = &self.summary.table.metrics;
        self.shown().into_iter().map(|at| figure(&metrics[at], &cells[at], href(at))).collect()
    }

    fn pill(&self, cells: &[Cell]) -> Pill {
        let table = &self.summary.table;
        let Some((metric, cell)) = table.main.map(|main| (&table.metrics[main], &cells[main]))
        else {
            return grey(Grey::NoPlan);
        };
        let kind = match cell.status {
            Status::Green => "good",
            Status::Amber => "watch",
            Status::Red => "bad",
            Status::Grey(why) => return grey(why),
        };
        let text = cell.to_date.map_or(String::new(), |to_date| to_date.to_string());
        let title = cell.pace.map_or(String::new(), |pace| {
            let say = |value| metric.quantity(value).short();
            format!("{} из {} к этому дню", say(pace.fact), say(pace.plan_to_date))
        });
        Pill { kind, text, title }
    }
}

fn grey(why: Grey) -> Pill {
    let (text, title) = match why {
        Grey::TooEarly => ("рано судить", "прошло меньше трёх рабочих дней"),
        Grey::NoProfile => (
            "рано судить",
            "деньги приходят неровно: нужно три завершённых месяца, чтобы знать их обычный ход",
        ),
        Grey::NoPlan => ("нет плана", "план не задан"),
        Grey::NoData => ("нет данных", "ни одной записи за период"),
        Grey::NothingDue => ("плана на эти дни нет", ""),
    };
    let kind = if why == Grey::NoPlan { "" } else { "none" };
    Pill { kind, text: text.into(), title: title.into() }
}

fn figure(metric: &Metric, cell: &Cell, href: Option<String>) -> Figure {
    let say = |value: i64| metric.quantity(value);
    let goal = cell.plan.map_or(String::new(), |plan| say(plan).in_table());
    let plan =
        cell.plan.map_or_else(|| "план не задан".into(), |plan| format!("план {}", say(plan)));
    let Some(fact) = cell.fact else {
        let full = format!("{}: нет данных, {plan}", metric.name);
        return Figure {
            text: "—".into(),
            goal,
            value: String::new(),
            full,
            is_red: false,
            href: None,
        };
    };
    let today = cell.today.map_or(String::new(), |today| format!(", сегодня ещё {}", say(today)));
    let outside =
        cell.outside.map_or(String::new(), |value| format!(", вне плана ещё {}", say(value)));
    let to_date = cell.pace.and(cell.to_date);
    let to_date = to_date.map_or(String::new(), |pace| format!(", к плану на эти дни {pace}"));
    Figure {
        text: say(fact).in_table(),
        goal,
        value: say(fact).plain(),
        full: format!("{}: {}, {plan}{to_date}{today}{outside}", metric.name, say(fact)),
        is_red: cell.status == Status::Red,
        href,
    }
}
