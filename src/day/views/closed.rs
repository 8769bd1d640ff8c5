//! A closed day: what counts, and what is proposed instead.

use super::Page;
use super::rows::title;
use crate::closing::{Decided, Proposal, State};
use crate::day::proposing::hint;
use crate::day::sheet::is_paid;
use crate::day::typed::{count_name, line_text, read};
use crate::form::FieldErrors;
use crate::metric::Metric;
use crate::values::MetricId;
use crate::values::russian::{day_and_month, time};

/// A figure of a closed day.
pub struct FigureRow {
    pub id: MetricId,
    pub title: String,
    /// «19», «—»
    pub value: String,
    /// «19 из 20»; empty of money.
    pub of: String,
    pub lines: Vec<String>,
    pub proposals: Vec<Said>,
    /// Whether the form is unfolded.
    pub is_open: bool,
    pub hint: &'static str,
    pub typed: String,
    pub reason: String,
    pub errors: FieldErrors,
}

/// A proposal in a line, with its state in a word.
pub struct Said {
    pub kind: &'static str,
    pub word: &'static str,
    pub text: String,
}

impl Page {
    pub fn figures(&self) -> Vec<FigureRow> {
        self.sheet.figures().map(|(metric, value)| self.figure(metric, value)).collect()
    }

    fn figure(&self, metric: &Metric, value: Option<i64>) -> FigureRow {
        let counter = self.sheet.counters.iter().find(|one| one.metric.id == metric.id);
        let takings = self.sheet.takings.iter().find(|one| one.metric.id == metric.id);
        let lines = takings.map(|takings| takings.lines.as_slice()).unwrap_or_default();
        let proposed = self.proposal.as_ref().filter(|form| form.metric() == Some(metric.id));
        let typed = self.typed_instead(metric, value);
        FigureRow {
            id: metric.id,
            title: title(metric),
            value: value.map_or("—".into(), |value| metric.quantity(value).to_string()),
            of: counter.map(|counter| self.of(counter, value.unwrap_or(0))).unwrap_or_default(),
            lines: lines.iter().map(|line| line_text(metric, line)).collect(),
            proposals: self.said(metric),
            is_open: proposed.is_some() || typed.is_some(),
            hint: hint(metric),
            typed: proposed.map(|form| form.value.clone()).or(typed).unwrap_or_default(),
            reason: proposed.map(|form| form.reason.clone()).unwrap_or_default(),
            errors: if proposed.is_some() { self.errors.clone() } else { FieldErrors::default() },
        }
    }

    /// What a refused day said of a figure where that is not what counts.
    fn typed_instead(&self, metric: &Metric, value: Option<i64>) -> Option<String> {
        let typed = if is_paid(metric) {
            self.typed_sum(metric)?
        } else {
            let typed = self.form.get(&count_name(metric.id))?;
            match read(typed, metric) {
                Some(read) => read,
                None => return Some(typed.to_owned()),
            }
        };
        let is_same = typed == value.unwrap_or(0);
        (!is_same && self.errors.general().is_some()).then(|| metric.quantity(typed).number())
    }

    fn typed_sum(&self, metric: &Metric) -> Option<i64> {
        let takings = self.sheet.takings.iter().find(|one| one.metric.id == metric.id)?;
        let amounts = self.form.keys(takings).into_iter().map(|key| {
            let amount = read(self.form.line(metric.id, &key, "amount"), metric).unwrap_or(0);
            let is_refund = self.form.is_marked(metric.id, &key, "refund");
            let is_removed = self.form.is_marked(metric.id, &key, "removed");
            match (is_removed, is_refund) {
                (true, _) => 0,
                (false, true) => -amount.abs(),
                (false, false) => amount,
            }
        });
        Some(amounts.fold(0, i64::saturating_add))
    }

    fn said(&self, metric: &Metric) -> Vec<Said> {
        let own = self.proposals.iter().filter(|proposal| proposal.metric == metric.id);
        own.filter_map(|proposal| self.proposal_line(metric, proposal)).collect()
    }

    fn proposal_line(&self, metric: &Metric, proposal: &Proposal) -> Option<Said> {
        let value = metric.quantity(proposal.value);
        let (kind, word, more) = match &proposal.state {
            State::Open => ("sea", "ждёт РОПа", String::new()),
            State::Accepted(decided) => ("good", "принято", self.by(decided)),
            State::Declined(decided) => {
                let answer = &decided.answer;
                ("bad", "отклонено", format!(" {answer} —{}", self.by(decided)))
            }
            State::Withdrawn => return None,
        };
        Some(Said { kind, word, text: format!("{value}: {}.{more}", proposal.reason) })
    }

    fn by(&self, decided: &Decided) -> String {
        let at = decided.at.with_timezone(&self.shell.actor.zone).naive_local();
        format!(" {}, {} в {}", decided.by_name, day_and_month(at.date()), time(at.time()))
    }
}
