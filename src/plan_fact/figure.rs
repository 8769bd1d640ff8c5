//! One figure in full: what it is compared with, where it goes, why it has no colour.

use super::asked::Phase;
use crate::report::status::{Grey, Status};
use crate::report::table::Cell;
use crate::values::Percent;

/// A person's or a team's figure of one metric, in minor units of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figure {
    pub cell: Cell,
    /// «При таком темпе», while that can be said.
    pub run_rate: Option<i64>,
    pub phase: Phase,
}

impl Figure {
    /// To the last closed day; of a day under way, what it brought so far.
    pub fn fact(&self) -> Option<i64> {
        if self.phase == Phase::Today { self.cell.today } else { self.cell.fact }
    }

    /// What the open day has brought, beside the fact.
    pub fn today(&self) -> Option<i64> {
        self.cell.today.filter(|_| self.phase == Phase::Going)
    }

    /// Of the whole period's plan; a ratio or a latest value: of its target.
    pub fn of_plan(&self) -> Option<Percent> {
        match self.cell.pace {
            Some(pace) => Percent::of(self.fact()?, pace.plan),
            None => self.cell.to_date,
        }
    }

    /// Sums only.
    pub fn plan_to_date(&self) -> Option<i64> {
        self.cell.pace.map(|pace| pace.plan_to_date)
    }

    /// How well the plan of the days that passed is met, with its colour; else why there is none.
    pub fn rate(&self) -> Result<(Percent, &'static str), Why> {
        let kind = match self.cell.status {
            Status::Green => "good",
            Status::Amber => "watch",
            Status::Red => "bad",
            Status::Grey(_) if self.phase == Phase::Today && self.cell.plan.is_some() => {
                return Err(Why::DayIsOpen);
            }
            Status::Grey(why) => return Err(Why::Grey(why)),
        };
        self.cell.to_date.map(|rate| (rate, kind)).ok_or(Why::Grey(Grey::NoData))
    }
}

/// Why a figure has no colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    Grey(Grey),
    DayIsOpen,
}

impl Why {
    /// As it stands in a cell.
    pub fn word(self) -> &'static str {
        match self {
            Self::Grey(Grey::TooEarly | Grey::NoProfile) => "рано судить",
            Self::Grey(Grey::NoPlan) => "план не задан",
            Self::Grey(Grey::NoData) => "нет данных",
            Self::Grey(Grey::NothingDue) => "плана на эти дни нет",
            Self::Grey(Grey::Nobody) => "некому",
            Self::DayIsOpen => "день идёт",
        }
    }

    /// The same with its reason.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Grey(Grey::TooEarly) => "рано судить: прошло меньше трёх рабочих дней",
            Self::Grey(Grey::NoProfile) => {
                "рано судить: деньги приходят неровно, нужно три завершённых месяца, чтобы знать их обычный ход"
            }
            Self::Grey(Grey::NoData) => "нет данных: ни одной записи за закрытые дни",
            Self::DayIsOpen => "день ещё не закрыт",
            Self::Grey(_) => self.word(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::pace::Pace;

    fn cell(status: Status) -> Cell {
        let pace = Pace { fact: 60, plan: 200, plan_to_date: 80, passed: 8, total: 20 };
        Cell {
            fact: Some(60),
            outside: None,
            plan: Some(200),
            pace: Some(pace),
            to_date: pace.to_date(),
            status,
            today: Some(5),
            outside_today: None,
        }
    }

    fn figure(phase: Phase, status: Status) -> Figure {
        Figure { cell: cell(status), run_rate: None, phase }
    }

    #[test]
    fn a_period_under_way_is_held_against_the_plan_to_date_and_today_stands_apart() {
        let going = figure(Phase::Going, Status::Red);
        assert_eq!(
            (going.fact(), going.today(), going.plan_to_date()),
            (Some(60), Some(5), Some(80))
        );
        assert_eq!(going.of_plan(), Some(Percent::whole(30)));
        assert_eq!(going.rate(), Ok((Percent::whole(75), "bad")));
    }

    #[test]
    fn an_open_day_is_not_judged() {
        let today = figure(Phase::Today, Status::Grey(Grey::NothingDue));
        assert_eq!((today.fact(), today.today()), (Some(5), None));
        assert_eq!(today.rate(), Err(Why::DayIsOpen));
        let unplanned = Cell { plan: None, pace: None, ..cell(Status::Grey(Grey::NoPlan)) };
        let today = Figure { cell: unplanned, ..today };
        assert_eq!(today.rate(), Err(Why::Grey(Grey::NoPlan)));
    }

    #[test]
    fn a_ratio_is_compared_with_its_target_and_has_no_plan_to_date() {
        let ratio = Cell {
            fact: Some(250),
            plan: Some(200),
            pace: None,
            to_date: Percent::of(250, 200),
            today: None,
            ..cell(Status::Green)
        };
        let figure = Figure { cell: ratio, run_rate: None, phase: Phase::Going };
        assert_eq!((figure.of_plan(), figure.plan_to_date()), (Percent::of(250, 200), None));
    }
}
