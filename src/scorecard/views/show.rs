use askama::Template;
use chrono::NaiveDate;

use super::told::{Line, changes, lines};
use crate::access::Permission;
use crate::db::Editor;
use crate::form::{FieldErrors, Typed};
use crate::metric::Metric;
use crate::scorecard::card::{Card, CardRole, usual_start};
use crate::scorecard::hints::{Hint, hints};
use crate::scorecard::naming::CardForm;
use crate::scorecard::version::{State, Version};
use crate::web::{Choice, Shell, by_whom};

/// The forms of the page as typed.
#[derive(Debug, Default)]
pub struct Forms {
    pub name: CardForm,
    pub answer: Typed,
    pub errors: FieldErrors,
}

/// One card: what holds, what is proposed, how it became so.
#[derive(Debug, Template)]
#[template(path = "scorecard/show.html")]
pub struct Show {
    pub shell: Shell,
    pub today: NaiveDate,
    pub card: Card,
    pub metrics: Vec<Metric>,
    pub forms: Forms,
}

/// A version of the past.
struct Past {
    title: String,
    pill: (&'static str, &'static str),
    paid: (&'static str, &'static str),
    by: String,
    reason: String,
    answer: String,
    changes: Vec<String>,
}

impl Show {
    pub fn new(shell: Shell, today: NaiveDate, card: Card, metrics: Vec<Metric>) -> Self {
        let mut answer = Typed::default();
        if let Some(open) = card.open() {
            let start =
                if open.effective_on < today { usual_start(today) } else { open.effective_on };
            answer.set("effective_on", start.to_string());
        }
        let name = CardForm::of(&card);
        let forms = Forms { name, answer, errors: FieldErrors::default() };
        Self { shell, today, card, metrics, forms }
    }

    fn path(&self, tail: &str) -> String {
        format!("/setup/cards/{}{tail}", self.card.id)
    }

    fn may_edit(&self) -> bool {
        self.shell.may(Permission::SetupEdit)
    }

    fn may_propose(&self) -> bool {
        self.shell.may(Permission::CardsPropose) && !self.card.is_hidden
    }

    fn may_approve(&self) -> bool {
        self.shell.may(Permission::CardsApprove)
    }

    fn may_answer(&self) -> bool {
        self.may_approve() && !self.card.is_hidden
    }

    fn change_word(&self) -> &'static str {
        if self.may_approve() {
            "Изменить"
        } else {
            "Предложить изменение"
        }
    }

    fn lead(&self) -> String {
        let whose = match self.card.role {
            CardRole::Manager => "По этой карте считается премия менеджеров",
            CardRole::Head => "По этой карте считается премия РОПа",
        };
        format!(
            "{whose}. Утверждённая версия не меняется: изменение — новая версия с названного дня, прошлые месяцы считаются по своим."
        )
    }

    fn present(&self) -> Option<&Version> {
        self.card.present(self.today)
    }

    /// Those that follow the one shown as present.
    fn coming(&self) -> Vec<&Version> {
        let present = self.present().map(|version| version.id);
        let coming = self.card.coming(self.today).into_iter();
        coming.filter(|version| Some(version.id) != present).collect()
    }

    fn lines(&self, version: &Version) -> Vec<Line> {
        lines(&version.items, &self.metrics)
    }

    fn hints(&self, version: &Version) -> Vec<Hint> {
        hints(self.card.role, &version.items, &self.metrics)
    }

    /// The curves of a version: one for all, or one for each line that has its own.
    fn curves(&self, version: &Version) -> Vec<(String, String)> {
        let mut items = version.items.iter();
        let Some(first) = items.next() else { return vec![] };
        if items.all(|item| item.curve == first.curve) {
            return vec![(String::new(), first.curve.words())];
        }
        let items = version.items.iter();
        items.map(|item| (item.counted.name(&self.metrics), item.curve.words())).collect()
    }

    /// What a proposal changes in what is approved.
    fn changes(&self, version: &Version) -> Vec<String> {
        changes(version, self.card.approved().next(), &self.metrics)
    }

    fn by(&self, version: &Version) -> String {
        let editor = Editor { name: version.by_name.clone(), at: version.made_at };
        by_whom(Some(&editor), self.shell.actor.zone).trim_start_matches(": ").to_owned()
    }

    /// «Анна, 18 ноября в 12:00», and who answered where that is somebody else or another time.
    fn signed(&self, version: &Version) -> String {
        let by = self.by(version);
        let answered = version.answered.as_ref().and_then(|answered| {
            let editor = Editor { name: answered.by_name.clone()?, at: answered.at };
            let signed = by_whom(Some(&editor), self.shell.actor.zone);
            Some(signed.trim_start_matches(": ").to_owned()).filter(|signed| *signed != by)
        });
        let state = version.state.name();
        answered.map_or(by.clone(), |answered| format!("составлена: {by}; {state}: {answered}"))
    }

    fn past(&self) -> Vec<Past> {
        let told = |version: &Version| {
            let mut earlier = self.card.approved().filter(|one| one.no < version.no);
            Past {
                title: version.titled(),
                pill: match version.state {
                    State::Approved => ("good", version.state.name()),
                    State::Draft | State::Proposed => ("watch", version.state.name()),
                    State::Returned | State::Withdrawn => ("none", version.state.name()),
                },
                paid: version.paid(),
                by: self.signed(version),
                reason: version.reason.clone().unwrap_or_default(),
                answer: version.answer.clone().unwrap_or_default(),
                changes: changes(version, earlier.next(), &self.metrics),
            }
        };
        self.card.versions.iter().map(told).collect()
    }

    fn roles(&self) -> Vec<Choice> {
        Choice::among(CardRole::ALL.map(|role| (role.code(), role.name())), &self.forms.name.role)
    }

    fn history(&self) -> Option<String> {
        self.shell.history("scorecard", self.card.id.0)
    }
}
