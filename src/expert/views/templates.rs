use askama::Template;

use super::Desk;
use crate::expert::own_template::{OwnTemplate, SaveForm};
use crate::form::FieldErrors;
use crate::template::{Outcome, Tense, Told, inside, told};
use crate::values::russian::numeric_date;
use crate::web::{Choice, Shell};

/// A person's own templates.
#[derive(Template)]
#[template(path = "expert/templates.html")]
pub struct Templates {
    pub desk: Desk,
    pub templates: Vec<OwnTemplate>,
}

/// In a company: those that can be applied here, and the form that takes its set-up along.
#[derive(Template)]
#[template(path = "expert/offers.html")]
pub struct Offers {
    pub shell: Shell,
    pub templates: Vec<OwnTemplate>,
    pub form: SaveForm,
    pub errors: FieldErrors,
}

impl Offers {
    fn offered(&self) -> impl Iterator<Item = &OwnTemplate> {
        self.templates.iter().filter(|one| !one.is_hidden)
    }

    fn has_offers(&self) -> bool {
        self.offered().next().is_some()
    }

    /// A new one, or a version of one that is there.
    fn choices(&self) -> Vec<Choice> {
        let lines = self.templates.iter().map(|one| (one.id.to_string(), one.next()));
        Choice::or_all("новый шаблон", lines, &self.form.of)
    }
}

impl OwnTemplate {
    /// «Мой опт, версия 3»
    fn next(&self) -> String {
        format!("{}, версия {}", self.name, self.version + 1)
    }

    fn inside(&self) -> String {
        inside(&self.content)
    }

    fn made_on(&self) -> String {
        numeric_date(self.made_at.date_naive())
    }
}

/// What applying one would change in this company.
#[derive(Template)]
#[template(path = "expert/offered.html")]
pub struct Offered {
    pub shell: Shell,
    pub own: OwnTemplate,
    pub outcome: Outcome,
    pub errors: FieldErrors,
}

impl Offered {
    fn parts(&self) -> Vec<Told> {
        told(&self.outcome.lines, Tense::Future)
    }

    fn changes_nothing(&self) -> bool {
        self.outcome.changes_nothing()
    }

    fn version(&self) -> String {
        format!("Версия {} от {}", self.own.version, self.own.made_on())
    }

    fn seen(&self) -> String {
        self.outcome.key()
    }
}
