//! The third step: the week ahead, per person, out of the rest of the month.
use askama::Template;

use super::correction::signed;
use super::figure::{dashed, written};
use super::head::{Head, ahead, name};
use crate::form::FieldErrors;
use crate::metric::Metric;
use crate::values::Quantity;
use crate::values::russian::month_genitive;
use crate::web::Shell;
use crate::week::ahead::{Ahead, AheadForm};
use crate::week::desk::Desk;
use crate::week::person::Person;

#[derive(Debug, Template)]
#[template(path = "week/plan.html")]
pub struct PlanPage {
    pub shell: Shell,
    pub head: Head,
    pub desk: Desk,
    pub form: AheadForm,
    pub errors: FieldErrors,
    /// Somebody else set a plan while the page was open.
    pub is_overtaken: bool,
}

pub struct Cell {
    pub name: String,
    pub typed: String,
    pub help: String,
    pub error: Option<String>,
}

/// The foot of a column.
pub struct Foot {
    pub sum: String,
    pub gives: String,
    /// The same in minor units, for the script that counts on.
    pub gives_minor: i64,
    /// «на 4 больше, чем даёт месяц»
    pub differs: String,
    pub left: String,
}

impl PlanPage {
    fn cell(&self, ahead: &Ahead, person: &Person, metric: &Metric) -> Cell {
        let name = ahead.cell_name(person.id, metric);
        let now = written(metric, ahead.value(person.id, metric));
        let typed = self.form.get(&name).unwrap_or(&now).to_owned();
        let gives = ahead.gives(person.id, metric);
        let help = match gives {
            _ if self.is_overtaken && typed != now => {
                format!("сейчас {}", dashed(metric, ahead.value(person.id, metric)))
            }
            Some(gift) => format!("месяц даёт {}", written(metric, Some(gift.week))),
            None => "план месяца не задан".into(),
        };
        let error = self.errors.on(&name).map(str::to_owned);
        Cell { name, typed, help, error }
    }

    fn foot(&self, ahead: &Ahead, metric: &Metric) -> Foot {
        let typed = |member| {
            let person = ahead.people.iter().find(|person| person.id == member)?;
            let cell = self.cell(ahead, person, metric);
            Quantity::parse(&cell.typed, metric.scale, metric.unit).ok().map(Quantity::minor)
        };
        let sum = ahead.sum(typed);
        let gives = ahead.sum(|member| ahead.gives(member, metric).map(|gift| gift.week));
        let left = ahead.sum(|member| ahead.gives(member, metric).map(|gift| gift.left));
        Foot {
            sum: dashed(metric, sum),
            gives: dashed(metric, gives),
            gives_minor: gives.unwrap_or(0),
            differs: gives
                .map_or_else(String::new, |gives| differs(metric, sum.unwrap_or(0) - gives)),
            left: dashed(metric, left),
        }
    }

    fn part_title(&self, ahead: &Ahead) -> String {
        name(&self.desk, ahead.part)
    }

    fn title(&self) -> String {
        format!("План на {}", ahead(&self.desk))
    }

    /// «ноября»
    fn month(ahead: &Ahead) -> &'static str {
        month_genitive(ahead.part.starts_on)
    }

    /// «поставила Соколова Е., 20 ноября в 16:02, версия 2»
    fn author(&self, ahead: &Ahead) -> String {
        let zone = self.desk.evidence.closures.rules.zone;
        let set = ahead.set.as_ref();
        set.map_or_else(String::new, |set| {
            format!("{}, версия {}", signed(Some(&set.by_name), set.at, zone), set.no)
        })
    }

    fn is_open(&self) -> bool {
        self.desk.ahead.iter().any(|ahead| ahead.is_open)
    }

    fn action(&self) -> String {
        self.head.link(self.desk.evidence.part, "/plan")
    }

    fn is_dirty(&self) -> bool {
        !self.errors.is_empty()
    }
}

/// «на 4 больше», «на 150 тыс. ₽ меньше», «ровно»; the script says the same.
fn differs(metric: &Metric, by: i64) -> String {
    if by == 0 {
        return "ровно".into();
    }
    let size = metric.quantity(by.abs()).number();
    format!("на {size} {}", if by > 0 { "больше" } else { "меньше" })
}
