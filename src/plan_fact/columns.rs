//! What is said of a figure, column by column.

use super::asked::Phase;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    Plan,
    Fact,
    OfPlan,
    PlanToDate,
    /// «К плану на сегодня», with its colour.
    Rate,
    /// What the open day has brought so far.
    Today,
    RunRate,
}

use Column::{Fact, OfPlan, Plan, PlanToDate, Rate, RunRate, Today};

impl Column {
    /// Of several metrics side by side.
    pub fn brief(phase: Phase) -> &'static [Self] {
        match phase {
            Phase::Ahead => &[Plan],
            Phase::Today => &[Plan, Fact, OfPlan],
            Phase::Going | Phase::Finished => &[Plan, Fact, Rate],
        }
    }

    /// Of one metric or one person.
    pub fn full(phase: Phase, has_today: bool) -> &'static [Self] {
        match phase {
            Phase::Ahead => &[Plan],
            Phase::Today => &[Plan, Fact, OfPlan],
            Phase::Going if has_today => &[Plan, Fact, OfPlan, PlanToDate, Rate, Today, RunRate],
            Phase::Going => &[Plan, Fact, OfPlan, PlanToDate, Rate, RunRate],
            Phase::Finished => &[Plan, Fact, Rate],
        }
    }

    /// The head of its column.
    pub fn title(self, phase: Phase) -> &'static str {
        match self {
            Plan => "план",
            Fact if phase == Phase::Today => "факт, пока",
            Fact => "факт",
            OfPlan => "% плана",
            PlanToDate => "план на сегодня",
            Rate if phase == Phase::Finished => "к плану",
            Rate => "к плану на сегодня",
            Today => "сегодня, пока",
            RunRate => "при таком темпе",
        }
    }

    /// The same before a number.
    pub fn label(self, phase: Phase) -> &'static str {
        if self == OfPlan { "от плана" } else { self.title(phase) }
    }

    /// The same where there is room for a sign only.
    pub fn short_title(self, phase: Phase) -> &'static str {
        match self {
            OfPlan | Rate => "%",
            Fact => "факт",
            _ => self.title(phase),
        }
    }

    /// What stands below its number where there is no room for a column of its own.
    pub fn below(self, phase: Phase) -> Option<Self> {
        match self {
            Plan if phase == Phase::Going => Some(PlanToDate),
            Fact if phase == Phase::Going => Some(OfPlan),
            _ => None,
        }
    }

    /// The class of its cells: the four that a phone shows in a line, and what goes below them.
    pub fn class(self, phase: Phase) -> &'static str {
        match self {
            Plan => "plan",
            Fact => "fact",
            Rate => "rate",
            OfPlan if phase == Phase::Today => "rate",
            OfPlan | PlanToDate | Today | RunRate => "more",
        }
    }
}
