use askama::Template;

use super::document::{HandoverForm, Section};
use super::store::Written;
use crate::access::Permission;
use crate::form::FieldErrors;
use crate::values::russian::{full_date, numeric_date};
use crate::web::Shell;

/// A handover, or the set-up as it is while nobody has written one.
#[derive(Template)]
#[template(path = "handover/show.html")]
pub struct Shown {
    pub shell: Shell,
    /// The one shown; none: nobody has written one.
    pub written: Option<Written>,
    /// The set-up of that day, or of now.
    pub sections: Vec<Section>,
    pub others: Vec<Written>,
}

impl Shown {
    fn lead(&self) -> String {
        match &self.written {
            Some(one) => format!("{}, {}", one.by_name, self.made_on(one)),
            None => "Что настроено, почему так и за чем следить.".into(),
        }
    }

    fn made_on(&self, one: &Written) -> String {
        full_date(one.made_at.with_timezone(&self.shell.actor.zone).date_naive())
    }

    fn short_day(&self, one: &Written) -> String {
        numeric_date(one.made_at.with_timezone(&self.shell.actor.zone).date_naive())
    }

    fn may_write(&self) -> bool {
        self.shell.may(Permission::ExpertWork)
    }
}

/// The form of a handover.
#[derive(Template)]
#[template(path = "handover/new.html")]
pub struct New {
    pub shell: Shell,
    pub sections: Vec<Section>,
    /// What is wrong in the company now: it goes along.
    pub flags: Vec<String>,
    pub form: HandoverForm,
    pub errors: FieldErrors,
}

impl New {
    fn typed(&self, field: &str) -> &str {
        self.form.of(field)
    }
}
