//! An exercise of skills training: what is checked, and phrases of the trade.

use crate::company::name_norm;
use crate::form::{FieldErrors, Typed};
use crate::values::ExerciseId;

/// Points and phrases beyond that are not held in mind.
const MOST_LINES: usize = 20;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exercise {
    pub id: ExerciseId,
    pub code: String,
    pub draft: Draft,
    pub is_hidden: bool,
    pub row_version: i32,
}

/// What may be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    pub name: String,
    pub minutes: u16,
    /// What the listener marks: done or not.
    pub checklist: Vec<String>,
    pub phrases: Vec<String>,
}

/// A quarter of an hour, the commonest.
pub fn blank() -> Typed {
    let mut form = Typed::default();
    form.set("minutes", "20");
    form
}

pub fn typed(exercise: &Exercise) -> Typed {
    let mut form = blank();
    form.set("name", exercise.draft.name.clone());
    form.set("minutes", exercise.draft.minutes.to_string());
    form.set("checklist", exercise.draft.checklist.join("\n"));
    form.set("phrases", exercise.draft.phrases.join("\n"));
    form.set("row_version", exercise.row_version.to_string());
    form
}

/// The draft, or everything that is wrong.
pub fn check(
    form: &Typed,
    own: Option<ExerciseId>,
    all: &[Exercise],
) -> Result<Draft, FieldErrors> {
    let mut errors = FieldErrors::default();
    let name = errors.required("name", form.get("name"));
    let norm = name_norm(&name);
    let mut others = all.iter().filter(|exercise| Some(exercise.id) != own);
    if !norm.is_empty() && others.any(|exercise| name_norm(&exercise.draft.name) == norm) {
        errors.add("name", format!("«{name}» уже есть в списке. Назовите иначе"));
    }
    let minutes = errors.number("minutes", form.get("minutes"), &(1..=480));
    let checklist = errors.lines("checklist", form.get("checklist"), MOST_LINES);
    if checklist.is_empty() && errors.on("checklist").is_none() {
        errors.add("checklist", "Напишите хотя бы один пункт: по нему видно, получилось ли");
    }
    let phrases = errors.lines("phrases", form.get("phrases"), MOST_LINES);
    errors.or(Draft { name, minutes, checklist, phrases })
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn exercise() -> Exercise {
        let draft = Draft {
            name: "Первый контакт".into(),
            minutes: 20,
            checklist: vec!["Представился".into(), "Назвал цель".into()],
            phrases: vec!["Добрый день!".into()],
        };
        let id = ExerciseId(Uuid::from_u128(1));
        Exercise { id, code: "first_contact".into(), draft, is_hidden: false, row_version: 3 }
    }

    #[test]
    fn an_exercise_is_read_back_from_its_own_form() {
        let one = exercise();
        assert_eq!(check(&typed(&one), Some(one.id), std::slice::from_ref(&one)), Ok(one.draft));
    }

    #[test]
    fn blank_lines_go_and_an_empty_checklist_is_refused() {
        let mut form = typed(&exercise());
        form.set("checklist", "Представился\r\n\r\n  Назвал цель ");
        assert_eq!(check(&form, Some(exercise().id), &[]).unwrap().checklist.len(), 2);
        form.set("checklist", " \n ");
        form.set("minutes", "десять");
        form.set("phrases", "а\n".repeat(21));
        let errors = check(&form, None, &[exercise()]).unwrap_err();
        for field in ["name", "minutes", "checklist", "phrases"] {
            assert!(errors.on(field).is_some(), "{field}");
        }
    }
}
