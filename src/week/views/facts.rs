//! The first step: the facts of everybody, typed over like a spreadsheet.
use askama::Template;

use super::correction::{Told, signed, told};
use super::figure::{Shown, dashed, lateness, silence};
use super::head::Head;
use crate::form::FieldErrors;
use crate::metric::Metric;
use crate::values::ProposalId;
use crate::values::russian::short_date;
use crate::web::Shell;
use crate::week::correction::{FactsForm, Place};
use crate::week::desk::Desk;
use crate::week::sheet::Row;

#[derive(Debug, Template)]
#[template(path = "week/facts.html")]
pub struct FactsPage {
    pub shell: Shell,
    pub head: Head,
    pub desk: Desk,
    pub form: FactsForm,
    pub errors: FieldErrors,
    /// A refusal that was not written, with what was typed.
    pub refused: Option<(ProposalId, String)>,
}

/// A cell with its field; without a name it is not typed.
pub struct Cell {
    pub shown: Shown,
    pub name: String,
    pub key: String,
    pub typed: String,
    pub error: Option<String>,
    pub is_corrected: bool,
}

/// A proposed correction that waits.
pub struct Waiting {
    pub id: ProposalId,
    pub what: String,
    pub was: String,
    pub now: String,
    pub reason: String,
    pub author: String,
    pub answer: String,
    pub is_refused: bool,
}

impl FactsPage {
    fn cell(&self, row: &Row, at: usize) -> Cell {
        let (metric, figure) = (&self.desk.sheet.metrics[at], &row.figures[at]);
        let place = Place { cell: (row.person.id, metric.id), day: None };
        let shown = Shown::of(metric, figure);
        let is_typed = metric.is_entered() && !self.desk.is_ahead() && !row.person.id.is_nobody();
        Cell {
            typed: self.form.typed(place).unwrap_or(&shown.fact).to_owned(),
            name: if is_typed { place.name(figure.fact) } else { String::new() },
            error: self.errors.on(&place.key()).map(str::to_owned),
            key: place.key(),
            is_corrected: figure.is_corrected,
            shown,
        }
    }

    fn total(&self, at: usize) -> Shown {
        Shown::of(&self.desk.sheet.metrics[at], &self.desk.sheet.totals[at])
    }

    fn columns(&self) -> Vec<usize> {
        (0..self.desk.sheet.metrics.len()).collect()
    }

    fn metric(&self, at: usize) -> &Metric {
        &self.desk.sheet.metrics[at]
    }

    /// «нет записей: вт и ср · внесено поздно: пн»
    fn notes(row: &Row) -> Vec<(&'static str, String)> {
        let apart = if row.is_team() {
            ""
        } else {
            "не продаёт сам: в план отдела не входит"
        };
        [("watch", silence(row)), ("", lateness(row)), ("", apart.to_owned())]
            .into_iter()
            .filter(|(_, text)| !text.is_empty())
            .collect()
    }

    fn days_of(&self, row: &Row) -> String {
        self.head.days_of(self.desk.evidence.part, row.person.id)
    }

    fn corrections(&self) -> Vec<Told> {
        told(&self.desk, None)
    }

    fn waiting(&self) -> Vec<Waiting> {
        let evidence = &self.desk.evidence;
        let open = evidence.proposals.iter().filter(|proposal| proposal.is_open());
        let tell = |proposal: &crate::closing::Proposal| {
            let metric = evidence.metric(proposal.metric)?;
            let refused = self.refused.as_ref().filter(|(id, _)| *id == proposal.id);
            Some(Waiting {
                id: proposal.id,
                what: format!(
                    "{} · {}, {}",
                    proposal.member_name,
                    metric.name,
                    short_date(proposal.day)
                ),
                was: dashed(metric, proposal.now),
                now: dashed(metric, Some(proposal.value)),
                reason: proposal.reason.clone(),
                author: signed(
                    Some(&proposal.member_name),
                    proposal.at,
                    evidence.closures.rules.zone,
                ),
                answer: refused.map(|(_, answer)| answer.clone()).unwrap_or_default(),
                is_refused: refused.is_some(),
            })
        };
        open.filter_map(tell).collect()
    }

    fn proposal_path(&self, waiting: &Waiting, what: &str) -> String {
        self.head.link(self.desk.evidence.part, &format!("/proposals/{}/{what}", waiting.id))
    }

    fn action(&self) -> String {
        self.head.link(self.desk.evidence.part, "/facts")
    }

    fn lead(&self) -> &'static str {
        if self.desk.is_ahead() {
            "Эта неделя ещё не началась."
        } else if self.desk.is_closed() {
            "Исправление требует причины; исходные цифры видны рядом."
        } else {
            "Факт подтянут из дневных отчётов, правьте только расхождения — исходные цифры сохранятся. Числа можно вставить из Excel."
        }
    }

    fn is_dirty(&self) -> bool {
        !self.errors.is_empty()
    }
}
