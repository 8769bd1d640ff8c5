use askama::Template;

use crate::access::Permission;
use crate::form::{FieldErrors, Typed};
use crate::metric::Metric;
use crate::scorecard::card::{Card, CardRole};
use crate::scorecard::draft::{rows, weight_name, what_name};
use crate::scorecard::item::System;
use crate::scorecard::naming::CardForm;
use crate::values::Share;
use crate::web::{Choice, Shell};

/// A new card.
#[derive(Debug, Template)]
#[template(path = "scorecard/new.html")]
pub struct New {
    pub shell: Shell,
    pub form: CardForm,
    pub errors: FieldErrors,
}

impl New {
    fn roles(&self) -> Vec<Choice> {
        Choice::among(CardRole::ALL.map(|role| (role.code(), role.name())), &self.form.role)
    }
}

/// A new version of a card.
#[derive(Debug, Template)]
#[template(path = "scorecard/change.html")]
pub struct Change {
    pub shell: Shell,
    pub card: Card,
    pub metrics: Vec<Metric>,
    pub form: Typed,
    pub errors: FieldErrors,
}

/// A row of the form.
struct Row {
    no: usize,
    what: String,
    weight: String,
    typed: String,
    metrics: Vec<Choice>,
    systems: Vec<Choice>,
}

impl Change {
    fn path(&self, tail: &str) -> String {
        format!("/setup/cards/{}{tail}", self.card.id)
    }

    fn approves(&self) -> bool {
        self.shell.may(Permission::CardsApprove)
    }

    fn title(&self) -> String {
        format!("{}: новая версия", self.card.name)
    }

    fn lead(&self) -> &'static str {
        if self.approves() {
            "Действует с названного дня; месяцы до него считаются по прежней версии."
        } else {
            "Уйдёт собственнику: он утвердит или вернёт с причиной. До этого всё считается по прежней версии."
        }
    }

    fn button(&self) -> &'static str {
        if self.approves() {
            "Утвердить"
        } else {
            "Предложить собственнику"
        }
    }

    /// What the form starts from, where that is not what holds.
    fn from(&self) -> Option<String> {
        let open = self.card.open()?;
        let by = &open.by_name;
        Some(format!(
            "Ждёт ответа предложение: {} ({by}). Новая версия его заменит.",
            open.titled()
        ))
    }

    fn returned(&self) -> Option<&str> {
        self.card.base().and_then(|base| base.answer.as_deref())
    }

    fn needs_reason(&self) -> bool {
        self.card.approved().next().is_some()
    }

    fn rows(&self) -> Vec<Row> {
        let row = |at| {
            let (what, weight) = (what_name(at), weight_name(at));
            let chosen = self.form.get(&what);
            // A metric that is off the tables is offered only where it was chosen before.
            let offered =
                self.metrics.iter().filter(|m| !m.is_hidden || m.id.to_string() == chosen);
            let metrics = offered.map(|metric| {
                let hidden = if metric.is_hidden { " (не показываем)" } else { "" };
                (metric.id.to_string(), format!("{}{hidden} · {}", metric.name, metric.kind.name()))
            });
            Row {
                no: at + 1,
                metrics: Choice::among(metrics, chosen),
                systems: Choice::among(System::ALL.map(|one| (one.code(), one.name())), chosen),
                typed: self.form.get(&weight).to_owned(),
                what,
                weight,
            }
        };
        (0..rows(&self.form)).map(row).collect()
    }

    /// «Сейчас в сумме 95 %», as far as what is typed can be read.
    fn sum(&self) -> String {
        let typed = (0..rows(&self.form)).map(|at| self.form.get(&weight_name(at)).to_owned());
        let shares =
            typed.filter(|typed| !typed.trim().is_empty()).map(|typed| Share::parse(&typed));
        let sum = shares.collect::<Result<Vec<Share>, _>>().map(Share::sum);
        sum.map_or_else(|_| String::new(), |sum| format!("В сумме {sum}"))
    }
}
