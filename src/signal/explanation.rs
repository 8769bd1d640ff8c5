//! What a head says of a deviation.

use chrono::{DateTime, Datelike, Months, NaiveDate, Utc};

use crate::form::FieldErrors;
use crate::values::{ExplanationId, MetricId, WeekPart};

/// The last word on a deviation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explained {
    pub metric: MetricId,
    pub part: WeekPart,
    pub explanation: Explanation,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    pub id: ExplanationId,
    pub happened: String,
    pub we_do: String,
    pub due_on: Option<NaiveDate>,
    /// Of the owner; may be empty.
    pub needed: String,
    pub by_name: String,
    pub at: DateTime<Utc>,
}

/// What may be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    pub happened: String,
    pub we_do: String,
    pub due_on: NaiveDate,
    pub needed: String,
}

/// What was typed of one deviation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Typed<'a> {
    pub happened: &'a str,
    pub we_do: &'a str,
    pub due_on: &'a str,
    pub needed: &'a str,
}

impl Typed<'_> {
    pub fn is_empty(self) -> bool {
        [self.happened, self.we_do, self.due_on, self.needed].iter().all(|t| t.trim().is_empty())
    }

    /// The draft; what is wrong is told at `field("happened")` and so on. Measures have a day from the week's first
    /// on, at most a year ahead.
    pub fn check(
        self,
        errors: &mut FieldErrors,
        field: impl Fn(&str) -> String,
        part: WeekPart,
    ) -> Draft {
        Draft {
            happened: errors.required_text(&field("happened"), self.happened),
            we_do: errors.required_text(&field("we_do"), self.we_do),
            due_on: due_on(errors, &field("due_on"), self.due_on, part),
            needed: errors.optional_text(&field("needed"), self.needed),
        }
    }
}

fn due_on(errors: &mut FieldErrors, field: &str, typed: &str, part: WeekPart) -> NaiveDate {
    if typed.trim().is_empty() {
        errors.add(field, "Поставьте срок");
        return part.ends_on;
    }
    let day = errors.date(field, typed);
    let latest = part.ends_on + Months::new(12);
    if errors.on(field).is_none() && (day < part.starts_on || day > latest) {
        let year = part.starts_on.year();
        errors.add(
            field,
            format!("Срок — не раньше этой недели и не дальше года; проверьте год, сейчас {year}"),
        );
    }
    day
}

impl Explanation {
    /// Whether the draft says the same.
    pub fn says(&self, draft: &Draft) -> bool {
        (&self.happened, &self.we_do, &self.needed)
            == (&draft.happened, &draft.we_do, &draft.needed)
            && self.due_on == Some(draft.due_on)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part() -> WeekPart {
        WeekPart::containing("2026-11-18".parse().unwrap())
    }

    fn typed() -> Typed<'static> {
        Typed {
            happened: "Петров звонит, но не назначает встречи",
            we_do: "Двойные визиты с Петровым",
            due_on: "2026-11-27",
            needed: "",
        }
    }

    fn check(typed: Typed) -> Result<Draft, FieldErrors> {
        let mut errors = FieldErrors::default();
        let draft = typed.check(&mut errors, |name| format!("{name}.m"), part());
        errors.or(draft)
    }

    #[test]
    fn what_is_needed_may_be_empty_and_the_rest_may_not() {
        assert_eq!(check(typed()).unwrap().needed, "");
        let errors = check(Typed { we_do: " ", due_on: "", ..typed() }).unwrap_err();
        assert_eq!(errors.on("we_do.m"), Some("Заполните это поле"));
        assert_eq!(errors.on("due_on.m"), Some("Поставьте срок"));
        assert_eq!(errors.len(), 2);
    }

    #[test]
    fn a_term_is_a_day_from_this_week_on_and_within_a_year() {
        for wrong in ["2026-11-15", "2027-11-23", "31.02.2027", "скоро"] {
            let errors = check(Typed { due_on: wrong, ..typed() }).unwrap_err();
            assert!(errors.on("due_on.m").is_some(), "{wrong}");
        }
        assert!(check(Typed { due_on: "16.11.2026", ..typed() }).is_ok());
    }

    #[test]
    fn nothing_typed_is_no_explanation() {
        assert!(Typed { happened: " ", ..Typed::default() }.is_empty());
        assert!(!typed().is_empty());
    }
}
