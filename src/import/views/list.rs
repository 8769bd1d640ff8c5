use askama::Template;

use super::words;
use crate::access::Permission;
use crate::form::FieldErrors;
use crate::import::mapping::Kind;
use crate::import::refusal::Refusal;
use crate::import::run::Run;
use crate::web::Shell;

/// The upload form and what was uploaded before.
#[derive(Debug, Template)]
#[template(path = "import/index.html")]
pub struct Index {
    pub shell: Shell,
    pub runs: Vec<Run>,
    pub kind: Kind,
    pub errors: FieldErrors,
    /// Why the file just sent cannot be taken, and its name.
    pub refused: Option<(String, Refusal)>,
}

impl Index {
    fn may_plan(&self) -> bool {
        self.shell.may(Permission::ImportPlan)
    }

    fn is_plan(&self) -> bool {
        self.kind == Kind::Plan
    }

    /// Where an import goes on: its columns, or what came of it.
    fn href(run: &Run) -> String {
        let page = if run.state.is_open() { "" } else { "/result" };
        format!("/imports/{}{page}", run.id)
    }

    fn may_discard(&self, run: &Run) -> bool {
        run.may_be_discarded_by(&self.shell.actor)
    }

    fn state(run: &Run) -> (&'static str, &'static str) {
        words::state(run)
    }

    fn moment(&self, run: &Run) -> String {
        words::moment(run.made_at, self.shell.actor.zone)
    }

    /// «2 938 чисел» of an applied import.
    fn came(run: &Run) -> String {
        let written = run.summary.as_ref().map(|summary| summary.added + summary.changed);
        written.map_or_else(String::new, words::figures)
    }
}
