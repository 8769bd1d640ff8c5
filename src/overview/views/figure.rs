//! A figure of the table, and the state of the main one.
use crate::metric::Metric;
use crate::report::pace::Pace;
use crate::report::status::{Grey, Status};
use crate::report::table::Cell;
use crate::values::Percent;

#[derive(Clone, Default)]
pub struct Figure {
    /// The head of the column, for where there are no columns.
    pub label: String,
    pub text: String,
    /// «240»; empty without a plan.
    pub goal: String,
    /// Others have a plan of this.
    pub lacks_plan: bool,
    /// For machines, in minor precision: «842300.00»; empty without a fact.
    pub value: String,
    /// The exact words on hover.
    pub full: String,
    /// Far behind: said by a sign and in `full`.
    pub is_red: bool,
    /// Of the metric the verdict speaks of.
    pub is_main: bool,
    /// The entries it is made of; empty without a fact.
    pub href: String,
    pub beside: Option<Beside>,
    pub bar: Option<Thin>,
}

/// «+300»: what months without a plan brought.
#[derive(Clone)]
pub struct Beside {
    pub text: String,
    pub value: String,
    pub href: String,
}

/// The plan as a thin bar; places in whole percents of it, −1 is not drawn.
#[derive(Clone)]
pub struct Thin {
    pub fact_at: i64,
    pub today_at: i64,
    pub kind: &'static str,
}

/// The state of the main number; without a kind it is a pale word.
#[derive(Clone)]
pub struct Pill {
    pub kind: &'static str,
    pub text: String,
    pub title: String,
}

impl Figure {
    pub fn new(metric: &Metric, cell: &Cell, href: String) -> Self {
        let say = |value: i64| metric.quantity(value);
        let mut figure = Self {
            label: metric.heading(),
            text: "—".into(),
            goal: cell.plan.map_or(String::new(), |plan| say(plan).in_table()),
            full: full(metric, cell),
            ..Self::default()
        };
        if let Some(fact) = cell.fact {
            figure.text = say(fact).in_table();
            figure.value = say(fact).plain();
            figure.is_red = cell.status == Status::Red;
            figure.href = href;
        }
        figure
    }

    pub fn unjudged(self) -> Self {
        Self { is_red: false, bar: None, ..self }
    }

    /// Neither a fact nor a plan, and nothing besides.
    pub fn is_void(&self) -> bool {
        self.value.is_empty() && self.goal.is_empty() && self.beside.is_none()
    }

    pub fn lacking(self, others_have: bool) -> Self {
        let lacks_plan = others_have && self.goal.is_empty() && !self.value.is_empty();
        Self { lacks_plan, ..self }
    }

    pub fn beside(self, metric: &Metric, cell: &Cell, href: impl Fn() -> String) -> Self {
        let beside = cell.outside.map(|outside| Beside {
            text: metric.quantity(outside).in_table(),
            value: metric.quantity(outside).plain(),
            href: href(),
        });
        Self { beside, ..self }
    }

    /// As the metric the verdict speaks of.
    pub fn main(self, cell: &Cell, is_open: bool) -> Self {
        let bar = cell.pace.and_then(|pace| Thin::of(pace, is_open));
        Self { is_main: true, bar, ..self }
    }
}

impl Thin {
    /// `None` of a plan of nothing; the plan to date is of an open period only.
    fn of(pace: Pace, is_open: bool) -> Option<Self> {
        let at = |value| Some(Percent::of(value, pace.plan)?.rounded(0).clamp(0, 100));
        let fact_at = at(pace.fact)?;
        let today_at = if is_open { at(pace.plan_to_date)? } else { -1 };
        Some(Self { fact_at, today_at, kind: if fact_at == 100 { "good" } else { "" } })
    }
}

/// «Звонки: 219, план 400, к плану на эти дни 99 %, сегодня ещё 12, вне плана ещё 3»
fn full(metric: &Metric, cell: &Cell) -> String {
    let say = |value: i64| metric.quantity(value);
    let fact = cell.fact.map_or("нет данных".into(), |fact| say(fact).to_string());
    let plan =
        cell.plan.map_or("план не задан".into(), |plan| format!("план {}", say(plan)));
    let to_date = cell.pace.and(cell.fact).and(cell.to_date);
    let more = [
        to_date.map(|pace| format!("к плану на эти дни {pace}")),
        cell.today.map(|today| format!("сегодня ещё {}", say(today))),
        cell.outside.map(|value| format!("вне плана ещё {}", say(value))),
        cell.outside_today.map(|value| format!("сегодня вне плана ещё {}", say(value))),
    ];
    let said = [Some(fact), Some(plan)].into_iter().chain(more).flatten();
    format!("{}: {}", metric.name, said.collect::<Vec<_>>().join(", "))
}

impl Pill {
    pub fn of(main: Option<(&Metric, &Cell)>) -> Self {
        let Some((metric, cell)) = main else { return Self::grey(Grey::NoPlan) };
        let kind = match cell.status {
            Status::Green => "good",
            Status::Amber => "watch",
            Status::Red => "bad",
            Status::Grey(why) => return Self::grey(why),
        };
        let text = cell.to_date.map_or(String::new(), |to_date| to_date.to_string());
        let title = cell.pace.map_or(String::new(), |pace| {
            let say = |value| metric.quantity(value).short();
            format!("{} из {} к этому дню", say(pace.fact), say(pace.plan_to_date))
        });
        Self { kind, text, title }
    }

    pub fn pale(text: &str) -> Self {
        Self { kind: "", text: text.into(), title: String::new() }
    }

    fn grey(why: Grey) -> Self {
        let (text, title) = match why {
            Grey::TooEarly => ("рано судить", "прошло меньше трёх рабочих дней"),
            Grey::NoProfile => (
                "рано судить",
                "деньги приходят неровно: нужно три завершённых месяца, чтобы знать их обычный ход",
            ),
            Grey::NoPlan => return Self::pale("нет плана"),
            Grey::NoData => ("нет данных", "ни одной записи за период"),
            Grey::NothingDue => ("плана на эти дни нет", ""),
            Grey::Nobody => return Self::pale("некому"),
        };
        Self { kind: "none", text: text.into(), title: title.into() }
    }
}
