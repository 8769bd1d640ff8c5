mod check;
mod done;

pub use check::Check;
pub use done::{Done, Part};

use askama::Template;
use chrono::NaiveDate;

use super::goal::{GoalForm, named};
use super::progress::{Progress, Step};
use crate::access::Role;
use crate::company::Member;
use crate::form::FieldErrors;
use crate::values::{Money, Period};
use crate::web::{Choice, Shell};

/// What every step shows: the five of them and where we are.
#[derive(Debug)]
pub struct Frame {
    pub step: Step,
    reached: Step,
    is_finished: bool,
}

impl Frame {
    pub fn new(progress: &Progress, step: Step) -> Self {
        Self { step, reached: progress.step, is_finished: progress.is_finished }
    }

    /// The ways to all steps.
    pub fn ways(&self) -> [Way; 5] {
        Step::ALL.map(|step| Way {
            step,
            is_current: step == self.step,
            is_done: self.is_finished || step < self.reached,
        })
    }

    /// «Шаг 2 из 5»
    pub fn when(&self) -> String {
        format!("Шаг {} из 5", self.step.no())
    }
}

/// The way to a step.
pub struct Way {
    pub step: Step,
    pub is_current: bool,
    pub is_done: bool,
}

/// An industry to choose.
#[derive(Debug)]
pub struct Offered {
    pub code: String,
    pub title: String,
    pub about: String,
}

#[derive(Debug, Template)]
#[template(path = "start/industry.html")]
pub struct Industry {
    pub shell: Shell,
    pub frame: Frame,
    pub offered: Vec<Offered>,
    pub chosen: String,
    pub is_light: bool,
    /// The title of what was applied last.
    pub present: Option<String>,
    pub errors: FieldErrors,
}

#[derive(Debug, Template)]
#[template(path = "start/goal.html")]
pub struct Goal {
    pub shell: Shell,
    pub frame: Frame,
    pub today: NaiveDate,
    pub periods: Vec<Period>,
    pub form: GoalForm,
    pub errors: FieldErrors,
}

impl Goal {
    fn choices(&self) -> Vec<Choice> {
        let lines = self.periods.iter().map(|one| (one.to_string(), named(*one, self.today)));
        Choice::among(lines, &self.form.period)
    }
}

#[derive(Debug, Template)]
#[template(path = "start/people.html")]
pub struct People {
    pub shell: Shell,
    pub frame: Frame,
    pub team: Vec<Member>,
    pub typed: String,
    pub errors: FieldErrors,
}

impl People {
    fn role(person: &Member) -> String {
        let sells =
            if person.sells && person.role != Role::Manager { ", продаёт" } else { "" };
        format!("{}{sells}", person.role.name())
    }
}

fn money(kopecks: i64) -> String {
    Money::from_kopecks(kopecks).unwrap_or_default().short()
}
