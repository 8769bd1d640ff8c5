use askama::Template;
use chrono::NaiveDate;

use super::told::{Line, lines};
use crate::access::Permission;
use crate::metric::Metric;
use crate::scorecard::card::Card;
use crate::scorecard::version::Version;
use crate::web::Shell;

/// Every card with what it weighs today.
#[derive(Debug, Template)]
#[template(path = "scorecard/index.html")]
pub struct Index {
    pub shell: Shell,
    pub today: NaiveDate,
    pub cards: Vec<Card>,
    pub metrics: Vec<Metric>,
}

impl Index {
    fn may_edit(&self) -> bool {
        self.shell.may(Permission::SetupEdit)
    }

    fn may_approve(&self) -> bool {
        self.shell.may(Permission::CardsApprove)
    }

    /// Those in use first.
    fn shown(&self) -> Vec<&Card> {
        let (used, hidden): (Vec<_>, Vec<_>) = self.cards.iter().partition(|card| !card.is_hidden);
        used.into_iter().chain(hidden).collect()
    }

    /// The version that holds, or the first that will.
    fn present<'c>(&self, card: &'c Card) -> Option<&'c Version> {
        card.present(self.today)
    }

    fn is_begun(&self, version: &Version) -> bool {
        version.effective_on <= self.today
    }

    fn lines(&self, version: &Version) -> Vec<Line> {
        lines(&version.items, &self.metrics)
    }

    /// «Дальше: с 1 декабря 2026 — версия 3»
    fn coming(&self, card: &Card) -> Vec<String> {
        let present = card.present(self.today).map(|version| version.id);
        let coming = card.coming(self.today).into_iter().filter(|one| Some(one.id) != present);
        coming.map(|v| format!("Дальше: {} — версия {}", v.since(), v.no)).collect()
    }
}
