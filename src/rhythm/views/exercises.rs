use askama::Template;

use crate::access::Permission;
use crate::form::{FieldErrors, Typed};
use crate::rhythm::exercise::Exercise;
use crate::values::russian::counted;
use crate::web::Shell;

/// Every exercise of skills training.
#[derive(Debug, Template)]
#[template(path = "rhythm/exercises.html")]
pub struct Exercises {
    pub shell: Shell,
    pub all: Vec<Exercise>,
    pub errors: FieldErrors,
}

impl Exercises {
    fn may_edit(&self) -> bool {
        self.shell.may(Permission::SetupEdit)
    }

    /// Those in use first.
    fn shown(&self) -> Vec<&Exercise> {
        let (used, hidden): (Vec<_>, Vec<_>) = self.all.iter().partition(|one| !one.is_hidden);
        used.into_iter().chain(hidden).collect()
    }
}

/// One exercise.
#[derive(Debug, Template)]
#[template(path = "rhythm/exercise.html")]
pub struct OneExercise {
    pub shell: Shell,
    /// None: a new one.
    pub exercise: Option<Exercise>,
    pub form: Typed,
    pub errors: FieldErrors,
}

impl OneExercise {
    fn may_edit(&self) -> bool {
        self.shell.may(Permission::SetupEdit)
    }

    fn title(&self) -> String {
        self.exercise
            .as_ref()
            .map_or("Новое упражнение".into(), |one| one.draft.name.clone())
    }

    fn action(&self) -> String {
        self.exercise
            .as_ref()
            .map_or("/setup/exercises".into(), |one| format!("/setup/exercises/{}", one.id))
    }

    fn history(&self) -> Option<String> {
        self.exercise.as_ref().and_then(|exercise| self.shell.history("ritual", exercise.id.0))
    }
}

impl Exercise {
    /// «5 пунктов, 3 фразы»
    fn size(&self) -> String {
        let number = |lines: &[String]| i64::try_from(lines.len()).unwrap_or(i64::MAX);
        let points = counted(number(&self.draft.checklist), "пункт", "пункта", "пунктов");
        let phrases = counted(number(&self.draft.phrases), "фраза", "фразы", "фраз");
        format!("{points}, {phrases}")
    }

    /// What is written now, for one whose edit came second.
    pub fn summary(&self) -> String {
        let hidden = if self.is_hidden { ", убрано" } else { "" };
        let points = self.draft.checklist.join("; ");
        format!("«{}», {} мин{hidden}: {points}", self.draft.name, self.draft.minutes)
    }
}
