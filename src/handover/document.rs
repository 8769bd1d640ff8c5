//! What an expert leaves: the set-up as it was, why it is so, what to watch.
use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::form::FieldErrors;

/// A handover as it is kept: written once, changed never.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    pub sections: Vec<Section>,
    /// What to watch, in the expert's words.
    pub watch: String,
    /// What was wrong when it was written.
    pub flags: Vec<String>,
}

/// One side of the set-up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    pub code: String,
    pub title: String,
    /// What is set up; none: nothing is.
    pub lines: Vec<String>,
    /// Why it is so, in the expert's words.
    #[serde(default)]
    pub why: String,
}

impl Section {
    pub fn new(code: &str, title: &str, lines: impl IntoIterator<Item = String>) -> Self {
        let lines = lines.into_iter().filter(|line| !line.is_empty()).collect();
        Self { code: code.into(), title: title.into(), lines, why: String::new() }
    }

    /// The field of its «why».
    pub fn field(&self) -> String {
        format!("why_{}", self.code)
    }
}

/// As typed: a field for each section, and what to watch.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct HandoverForm {
    #[serde(flatten)]
    typed: HashMap<String, String>,
}

impl HandoverForm {
    pub fn of(&self, field: &str) -> &str {
        self.typed.get(field).map_or("", String::as_str)
    }

    /// Whether the expert's work here ends with it.
    pub fn is_last(&self) -> bool {
        self.of("last") == "yes"
    }

    /// The document, or everything that is wrong. Words must be said of something: an empty one helps nobody.
    pub fn check(
        &self,
        sections: Vec<Section>,
        flags: Vec<String>,
    ) -> Result<Document, FieldErrors> {
        let mut errors = FieldErrors::default();
        let say = |section: Section| {
            let field = section.field();
            let why = errors.optional_text(&field, self.of(&field));
            Section { why, ..section }
        };
        let sections: Vec<Section> = sections.into_iter().map(say).collect();
        let watch = errors.required_text("watch", self.of("watch"));
        errors.or(Document { sections, watch, flags })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(fields: &[(&str, &str)]) -> HandoverForm {
        let pairs = fields.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
        HandoverForm { typed: pairs.collect() }
    }

    fn sections() -> Vec<Section> {
        vec![Section::new("plan", "План", ["ноябрь 2026".into(), String::new()])]
    }

    #[test]
    fn words_are_kept_beside_what_they_are_about() {
        let form =
            typed(&[("why_plan", "Осторожно:\r\nсезон"), ("watch", "Звонки"), ("last", "yes")]);
        let document = form.check(sections(), vec!["нет плана".into()]).unwrap();
        assert_eq!(document.sections[0].why, "Осторожно:\nсезон");
        assert_eq!(document.sections[0].lines, ["ноябрь 2026"]);
        assert!(form.is_last());
    }

    #[test]
    fn what_to_watch_must_be_said_and_nothing_is_endless() {
        let long = "я".repeat(10_000);
        let refused = typed(&[("why_plan", &long)]).check(sections(), vec![]).unwrap_err();
        assert!(refused.on("watch").is_some() && refused.on("why_plan").is_some());
    }
}
