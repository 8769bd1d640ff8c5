use askama::Template;

use super::asking::{DAYS, Deletion, DeletionForm};
use crate::form::FieldErrors;
use crate::values::russian::{counted, full_date};
use crate::web::Shell;

#[derive(Debug, Template)]
#[template(path = "deletion/index.html")]
pub struct Index {
    pub shell: Shell,
    pub deletion: Option<Deletion>,
    pub form: DeletionForm,
    pub errors: FieldErrors,
}

impl Index {
    pub fn new(shell: Shell, deletion: Option<Deletion>) -> Self {
        let (form, errors) = (DeletionForm::default(), FieldErrors::default());
        Self { shell, deletion, form, errors }
    }

    /// «30 дней»
    fn days() -> String {
        counted(DAYS.cast_signed(), "день", "дня", "дней")
    }

    fn due(deletion: &Deletion) -> String {
        full_date(deletion.due_on)
    }

    /// «Анна, 25 ноября 2026»
    fn asked(deletion: &Deletion) -> String {
        let on = full_date(deletion.asked_on);
        if deletion.asked_by.is_empty() { on } else { format!("{}, {on}", deletion.asked_by) }
    }
}
