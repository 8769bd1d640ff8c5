//! A department's week with all that follows from it: its sheet, its deviations, the week ahead, and what is missing
//! before it can be confirmed.

use chrono::NaiveDate;
use sha2::{Digest, Sha256};

use super::ahead::{Ahead, AheadForm, next_parts};
use super::deviations::deviations;
use super::evidence::Evidence;
use super::sheet::Sheet;
use crate::closing::{Act, Closed, Closure};
use crate::plan::NewWeek;
use crate::signal::{Deviation, Explained, Explanation};
use crate::values::{MetricId, WeekPart};

#[derive(Debug, Clone)]
pub struct Desk {
    pub evidence: Evidence,
    pub sheet: Sheet,
    pub deviations: Vec<Deviation>,
    /// One part, or two when a month cuts the week ahead.
    pub ahead: Vec<Ahead>,
}

/// A step of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Facts,
    Reasons,
    Plan,
    Report,
}

impl Step {
    pub const ALL: [Self; 4] = [Self::Facts, Self::Reasons, Self::Plan, Self::Report];

    /// The end of its address.
    pub fn path(self) -> &'static str {
        match self {
            Self::Facts => "/facts",
            Self::Reasons => "/reasons",
            Self::Plan => "/plan",
            Self::Report => "",
        }
    }
}

/// Where a step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    Done,
    /// So much is left.
    Left(usize),
    /// Nothing is left so far, and it is too early to say that it is done.
    Open,
}

/// What keeps a week from being confirmed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Missing {
    /// Until its last working day.
    Day(NaiveDate),
    /// Proposed corrections nobody has decided on.
    Proposals(usize),
    /// Deviations without cause and measures, by name.
    Reasons(Vec<String>),
    Plan(WeekPart),
}

impl Missing {
    /// The step where it is done; `None`: one has to wait.
    pub fn step(&self) -> Option<Step> {
        match self {
            Self::Day(_) => None,
            Self::Proposals(_) => Some(Step::Facts),
            Self::Reasons(_) => Some(Step::Reasons),
            Self::Plan(_) => Some(Step::Plan),
        }
    }
}

impl Desk {
    pub fn lay(evidence: Evidence) -> Self {
        let sheet = Sheet::lay(&evidence);
        let deviations = deviations(&evidence, &sheet);
        let ahead = next_parts(evidence.part, evidence.calendar())
            .into_iter()
            .map(|part| Ahead::lay(&evidence, part));
        Self { ahead: ahead.collect(), sheet, deviations, evidence }
    }

    /// The word that confirmed the week, or opened it again.
    pub fn word(&self) -> Option<&Closure> {
        self.evidence.closures.week(self.evidence.department.id, self.evidence.part)
    }

    /// The word of its head, where it holds.
    pub fn confirmation(&self) -> Option<&Closure> {
        match self.evidence.closed()? {
            Closed::Week(word) => Some(word),
            _ => None,
        }
    }

    /// Why the owner opened the week again, while it is open.
    pub fn reopening(&self) -> Option<(&Closure, &str)> {
        let word = self.word().filter(|_| self.evidence.closed().is_none())?;
        match &word.act {
            Act::Reopen(reason) => Some((word, reason)),
            Act::Close => None,
        }
    }

    pub fn is_closed(&self) -> bool {
        self.evidence.closed().is_some()
    }

    pub fn is_ahead(&self) -> bool {
        self.evidence.part.starts_on > self.evidence.today
    }

    pub fn explanation(&self, metric: MetricId) -> Option<&Explanation> {
        let explained = self.evidence.explained.iter().find(|known| known.metric == metric);
        explained.map(|explained| &explained.explanation)
    }

    /// Deviations that nobody has explained.
    pub fn unexplained(&self) -> Vec<&Deviation> {
        let is_bare = |deviation: &&Deviation| self.explanation(deviation.metric).is_none();
        self.deviations.iter().filter(is_bare).collect()
    }

    /// Explanations of what is no deviation any more.
    pub fn settled(&self) -> Vec<&Explained> {
        let is_settled = |explained: &&Explained| {
            self.deviations.iter().all(|deviation| deviation.metric != explained.metric)
        };
        self.evidence.explained.iter().filter(is_settled).collect()
    }

    pub fn open_proposals(&self) -> usize {
        self.evidence.proposals.iter().filter(|proposal| proposal.is_open()).count()
    }

    /// The code of a metric of the company.
    pub fn code(&self, metric: MetricId) -> &str {
        self.evidence.metric(metric).map_or("", |metric| &metric.code)
    }

    /// The plans of the week ahead as the rest of the month gives them.
    pub fn given_plans(&self) -> Vec<NewWeek> {
        AheadForm::default().check_all(&self.ahead).unwrap_or_default()
    }

    /// What the head sees when confirming, in a few signs: another sight of the week has others.
    pub fn sight(&self) -> String {
        let mut hash = Sha256::new();
        for ((member, metric), day, value) in self.evidence.facts.figures() {
            hash.update(format!("{member}.{metric}.{day}.{value};"));
        }
        for explained in &self.evidence.explained {
            hash.update(format!("{};", explained.explanation.id));
        }
        for ahead in &self.ahead {
            hash.update(format!("{};", ahead.no()));
        }
        let digest = hash.finalize();
        let head = digest.iter().take(8).fold(0_u64, |head, byte| head << 8 | u64::from(*byte));
        format!("{head:016x}")
    }

    /// What is missing before the week can be confirmed. Days without entries are told but ask for nothing: somebody
    /// may have been ill.
    pub fn missing(&self) -> Vec<Missing> {
        let evidence = &self.evidence;
        let day = evidence.confirmable_on();
        let names: Vec<String> =
            self.unexplained().iter().map(|deviation| deviation.name.clone()).collect();
        let proposals = self.open_proposals();
        let due =
            self.ahead.iter().filter(|ahead| ahead.is_due()).map(|ahead| Missing::Plan(ahead.part));
        [
            (evidence.today < day).then_some(Missing::Day(day)),
            (proposals > 0).then_some(Missing::Proposals(proposals)),
            (!names.is_empty()).then_some(Missing::Reasons(names)),
        ]
        .into_iter()
        .flatten()
        .chain(due)
        .collect()
    }

    pub fn mark(&self, step: Step) -> Mark {
        let is_early = self.evidence.today < self.evidence.confirmable_on();
        let left = match step {
            Step::Facts => self.open_proposals() + self.sheet.silent_days(),
            Step::Reasons if self.is_closed() => 0,
            Step::Reasons => self.unexplained().len(),
            Step::Plan => self.ahead.iter().filter(|ahead| ahead.is_due()).count(),
            Step::Report => usize::from(!self.is_closed()),
        };
        match (step, left) {
            (Step::Report, 1) => Mark::Open,
            (Step::Facts | Step::Reasons, 0) if is_early => Mark::Open,
            (_, 0) => Mark::Done,
            (_, left) => Mark::Left(left),
        }
    }
}

#[cfg(test)]
mod tests;
