//! Where the wizard was left and what was typed there.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::feasibility::Levers;
use super::goal::GoalForm;

/// A step of the wizard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    Industry,
    Goal,
    People,
    Check,
    Done,
}

impl Step {
    pub const ALL: [Self; 5] = [Self::Industry, Self::Goal, Self::People, Self::Check, Self::Done];

    pub fn no(self) -> i16 {
        self as i16 + 1
    }

    /// The step of a number; one that is none is the first.
    pub fn of(no: i16) -> Self {
        Self::ALL.into_iter().find(|step| step.no() == no).unwrap_or(Self::Industry)
    }

    pub fn title(self) -> &'static str {
        match self {
            Self::Industry => "Отрасль",
            Self::Goal => "Цель",
            Self::People => "Люди",
            Self::Check => "Посильно ли",
            Self::Done => "Готово",
        }
    }

    pub fn href(self) -> &'static str {
        match self {
            Self::Industry => "/start/industry",
            Self::Goal => "/start/goal",
            Self::People => "/start/people",
            Self::Check => "/start/check",
            Self::Done => "/start/done",
        }
    }

    pub fn next(self) -> Self {
        Self::of(self.no() + 1)
    }
}

/// What was typed and is not a part of the set-up yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Typed {
    pub goal: GoalForm,
    pub levers: LeversForm,
    /// Addresses of people from the pasted list: their invitations begin with them.
    pub emails: BTreeMap<Uuid, String>,
}

/// The sliders: people more or fewer, percents of conversion and of the check.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LeversForm {
    pub people: String,
    pub conversion: String,
    pub check: String,
}

impl LeversForm {
    /// What cannot be read or is beyond the slider counts as not turned.
    pub fn levers(&self) -> Levers {
        let read = |typed: &str, least: i32, most: i32| {
            typed.trim().parse().ok().filter(|value| (least..=most).contains(value)).unwrap_or(0)
        };
        Levers {
            people_tenths: read(&self.people, -5, 10) * 10,
            conversion: read(&self.conversion, -50, 100),
            check: read(&self.check, -50, 100),
        }
    }

    /// What is worth keeping: the sliders as they were understood.
    #[must_use]
    pub fn kept(&self) -> Self {
        let Levers { people_tenths, conversion, check } = self.levers();
        let (people, conversion) = ((people_tenths / 10).to_string(), conversion.to_string());
        Self { people, conversion, check: check.to_string() }
    }
}

/// The wizard of a company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    pub step: Step,
    pub typed: Typed,
    /// The template applied last.
    pub industry: Option<String>,
    pub is_finished: bool,
}

impl Progress {
    /// The farthest step reached stays reached when an earlier one is looked at again.
    pub fn reach(&mut self, step: Step) {
        self.step = self.step.max(step);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_steps_follow_each_other() {
        assert_eq!(Step::Industry.next(), Step::Goal);
        assert_eq!(Step::of(5), Step::Done);
        assert_eq!(Step::of(9), Step::Industry);
        let mut progress = Progress {
            step: Step::Industry,
            typed: Typed::default(),
            industry: None,
            is_finished: false,
        };
        progress.reach(Step::People);
        progress.reach(Step::Goal);
        assert_eq!(progress.step, Step::People);
    }

    #[test]
    fn sliders_stay_within_their_ends() {
        let form = LeversForm { people: "2".into(), conversion: "500".into(), check: "x".into() };
        let expected = Levers { people_tenths: 20, conversion: 0, check: 0 };
        assert_eq!(form.levers(), expected);
        let kept = LeversForm { people: "2".into(), conversion: "0".into(), check: "0".into() };
        assert_eq!(form.kept(), kept);
    }
}
