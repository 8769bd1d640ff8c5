//! A set-up that an expert keeps for other companies: no people in it and no figures.
use chrono::{DateTime, Utc};
use serde::Deserialize;
use uuid::Uuid;

use crate::company::name_norm;
use crate::form::FieldErrors;
use crate::template::Template;

/// One of a person's templates, in its latest version.
#[derive(Debug, Clone)]
pub struct OwnTemplate {
    pub id: Uuid,
    pub version: i32,
    pub name: String,
    pub made_at: DateTime<Utc>,
    pub is_hidden: bool,
    pub content: Template,
}

/// The form by which a company's set-up is saved.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct SaveForm {
    /// The one of which this is a new version; empty: a new one.
    pub of: String,
    pub name: String,
}

/// What may be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Save {
    /// The one that gets a version, and which.
    pub of: Option<(Uuid, i32)>,
    pub name: String,
}

impl SaveForm {
    /// A new one has a name that no other has; a version has the name of its template, unless it is given another.
    pub fn check(&self, known: &[OwnTemplate]) -> Result<Save, FieldErrors> {
        let mut errors = FieldErrors::default();
        let of = known.iter().find(|one| one.id.to_string() == self.of);
        if of.is_none() && !self.of.is_empty() {
            errors.add("of", "Выберите шаблон из списка");
        }
        let name = match of {
            Some(one) if self.name.trim().is_empty() => one.name.clone(),
            _ => errors.required("name", &self.name),
        };
        let is_other = |one: &&OwnTemplate| Some(one.id) != of.map(|of| of.id);
        let namesake = known.iter().filter(is_other).find(|one| is_same(&one.name, &name));
        if namesake.is_some_and(|_| errors.is_empty()) {
            errors.add(
                "name",
                "Такой шаблон у вас уже есть: выберите его, чтобы сохранить новую версию",
            );
        }
        errors.or(Save { of: of.map(|one| (one.id, one.version + 1)), name })
    }
}

fn is_same(one: &str, other: &str) -> bool {
    name_norm(one) == name_norm(other)
}

/// A company's set-up as a template of its expert.
pub fn taken(now: Template, id: Uuid, version: i32, name: &str) -> Template {
    Template {
        code: id.to_string(),
        version,
        title: name.to_owned(),
        about: String::new(),
        notes: Vec::new(),
        ..now
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mine(id: u128, name: &str) -> OwnTemplate {
        OwnTemplate {
            id: Uuid::from_u128(id),
            version: 2,
            name: name.into(),
            made_at: DateTime::UNIX_EPOCH,
            is_hidden: false,
            content: Template::default(),
        }
    }

    fn typed(of: &str, name: &str) -> Result<Save, FieldErrors> {
        let known = [mine(1, "Мой опт"), mine(2, "Услуги")];
        SaveForm { of: of.into(), name: name.into() }.check(&known)
    }

    #[test]
    fn a_save_under_the_same_template_is_its_next_version() {
        let id = Uuid::from_u128(1);
        let saved = typed(&id.to_string(), "").unwrap();
        assert_eq!(saved, Save { of: Some((id, 3)), name: "Мой опт".into() });
        let renamed = typed(&id.to_string(), "Опт 2").unwrap();
        assert_eq!((renamed.of, renamed.name.as_str()), (Some((id, 3)), "Опт 2"));
        assert_eq!(typed("", " Розница ").unwrap(), Save { of: None, name: "Розница".into() });
    }

    #[test]
    fn two_templates_have_two_names_and_no_template_is_invented() {
        assert!(typed("", "мой  ОПТ").unwrap_err().on("name").is_some());
        assert!(typed(&Uuid::from_u128(1).to_string(), "услуги").unwrap_err().on("name").is_some());
        assert!(typed(&Uuid::from_u128(9).to_string(), "Другой").unwrap_err().on("of").is_some());
        assert!(typed("", " ").unwrap_err().on("name").is_some());
        assert!(typed("", &"я".repeat(10_000)).unwrap_err().on("name").is_some());
    }

    #[test]
    fn what_is_taken_along_is_named_by_the_expert() {
        let id = Uuid::from_u128(1);
        let now =
            Template { code: "wholesale".into(), notes: vec!["x".into()], ..Template::default() };
        let taken = taken(now, id, 3, "Мой опт");
        assert_eq!((taken.code, taken.version, taken.title), (id.to_string(), 3, "Мой опт".into()));
        assert!(taken.notes.is_empty());
    }
}
