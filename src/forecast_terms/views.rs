use askama::Template;
use chrono::NaiveDate;

use super::store::Held;
use super::terms::{CATEGORIES, DELAYS, PROFILE, Section, Terms};
use crate::access::Permission;
use crate::form::{FieldErrors, Typed};
use crate::values::Share;
use crate::values::russian::{capitalized, full_date, month_short};
use crate::web::{Shell, by_whom};

#[derive(Debug, Template)]
#[template(path = "forecast_terms/show.html")]
pub struct Show {
    pub shell: Shell,
    /// The newest first.
    pub history: Vec<Held>,
    pub form: Typed,
    pub errors: FieldErrors,
}

/// A field of the form.
struct Line {
    label: String,
    name: String,
    value: String,
}

/// A state of the past: since when, who, what became of what.
struct Past {
    since: String,
    by: String,
    changes: Vec<String>,
}

impl Held {
    /// «действует с 18 ноября 2026, уверен 85 %»: what is written now, for one whose edit came second.
    pub fn summary(&self) -> String {
        let hits = CATEGORIES.iter().zip(self.terms.hits());
        let hits: Vec<String> = hits.map(|(name, share)| format!("{name} {share}")).collect();
        format!("действует с {}, {}", full_date(self.from_on), hits.join(", "))
    }
}

impl Show {
    fn may_edit(&self) -> bool {
        self.shell.may(Permission::SetupEdit)
    }

    fn lead(&self) -> String {
        let what = "По этим условиям прогноз считает, сколько денег придёт и когда.";
        match self.history.first() {
            Some(held) => format!(
                "{what} Нынешние действуют с {}. Изменение — с дня, когда сохранили; прошлое остаётся прежним.",
                full_date(held.from_on)
            ),
            None => format!(
                "{what} Изменение действует с дня, когда сохранили; прошлое остаётся прежним."
            ),
        }
    }

    fn sections(&self) -> Vec<Section> {
        self.history.first().map(|held| held.terms.sections()).unwrap_or_default()
    }

    fn lines(&self, field: &str, names: &[&str]) -> Vec<Line> {
        let lines = names.iter().enumerate().map(|(at, name)| {
            let field = format!("{field}_{at}");
            Line { label: capitalized(name), value: self.form.get(&field).to_owned(), name: field }
        });
        lines.collect()
    }

    fn hits(&self) -> Vec<Line> {
        self.lines("hit", &CATEGORIES)
    }

    fn delays(&self) -> Vec<Line> {
        self.lines("delay", &DELAYS)
    }

    fn profile(&self) -> Vec<Line> {
        self.lines("profile", &PROFILE)
    }

    fn months(&self) -> Vec<Line> {
        let names: Vec<&str> =
            (1..=12).filter_map(|n| NaiveDate::from_ymd_opt(2026, n, 1)).map(month_short).collect();
        self.lines("month", &names)
    }

    /// «Сейчас в сумме 98,5 %», as far as what is typed can be read.
    fn sum(&self, field: &str, count: usize) -> String {
        let shares = (0..count).map(|at| Share::parse(self.form.get(&format!("{field}_{at}"))));
        let sum = shares.collect::<Result<Vec<Share>, _>>().map(Share::sum);
        sum.map_or_else(|_| String::new(), |sum| format!("В сумме {sum}."))
    }

    fn past(&self) -> Vec<Past> {
        let older = self.history.iter().skip(1).map(Some).chain([None]);
        let told = |(held, before): (&Held, Option<&Held>)| Past {
            since: full_date(held.from_on),
            by: by_whom(held.editor().as_ref(), self.shell.actor.zone)
                .trim_start_matches(": ")
                .to_owned(),
            changes: changes(&held.terms, before.map(|before| &before.terms)),
        };
        self.history.iter().zip(older).map(told).collect()
    }

    fn log(&self) -> Option<String> {
        let company = self.shell.actor.company.0;
        self.shell.history("forecast_terms", company).filter(|_| !self.history.is_empty())
    }
}

fn changes(terms: &Terms, before: Option<&Terms>) -> Vec<String> {
    match before {
        None => vec!["первые условия".into()],
        Some(before) => {
            let told = terms.differences(before).into_iter();
            told.map(|(name, from, to)| format!("{name}: {from} → {to}")).collect()
        }
    }
}
