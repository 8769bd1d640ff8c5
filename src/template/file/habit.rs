//! Regular actions and exercises: the base, and what an industry says otherwise.
use chrono::NaiveTime;
use serde::Deserialize;

use super::percent;
use crate::rhythm::Cadence;
use crate::template::content::{Exercise, Ritual};

/// A regular action of the base, or what an industry changes in it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RitualLines {
    code: String,
    name: Option<String>,
    cadence: Option<Cadence>,
    starts_at: Option<String>,
    minutes: Option<i16>,
    per_person: Option<bool>,
    agenda: Option<String>,
    outcome: Option<String>,
    /// Percent.
    weight: Option<i32>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ExerciseLines {
    code: String,
    name: Option<String>,
    minutes: Option<i16>,
    checklist: Option<Vec<String>>,
    phrases: Option<Vec<String>>,
}

/// The base with what the industry changes, then what it adds.
pub fn rituals(
    base: &[RitualLines],
    own: Vec<RitualLines>,
    faults: &mut Vec<String>,
) -> Vec<Ritual> {
    let mut all: Vec<RitualLines> = base.to_vec();
    for lines in own {
        match all.iter_mut().find(|known| known.code == lines.code) {
            Some(known) => known.take(lines),
            None => all.push(lines),
        }
    }
    let made = all.into_iter().filter_map(|lines| {
        let code = lines.code.clone();
        let ritual = lines.ritual();
        if ritual.is_none() {
            faults.push(format!("регулярное действие {code}: названо не всё"));
        }
        ritual
    });
    made.collect()
}

impl RitualLines {
    fn take(&mut self, over: Self) {
        let known = std::mem::take(self);
        *self = Self {
            code: known.code,
            name: over.name.or(known.name),
            cadence: over.cadence.or(known.cadence),
            starts_at: over.starts_at.or(known.starts_at),
            minutes: over.minutes.or(known.minutes),
            per_person: over.per_person.or(known.per_person),
            agenda: over.agenda.or(known.agenda),
            outcome: over.outcome.or(known.outcome),
            weight: over.weight.or(known.weight),
        };
    }

    fn ritual(self) -> Option<Ritual> {
        Some(Ritual {
            code: self.code,
            name: self.name?,
            cadence: self.cadence?,
            starts_at: NaiveTime::parse_from_str(&self.starts_at?, "%H:%M").ok()?,
            minutes: self.minutes?,
            is_per_person: self.per_person.unwrap_or_default(),
            agenda: self.agenda?,
            outcome: self.outcome?,
            weight: percent(self.weight.unwrap_or_default()),
            is_hidden: false,
        })
    }
}

/// The themes of the base, each with the industry's own words.
pub fn exercises(
    base: &[ExerciseLines],
    own: Vec<ExerciseLines>,
    faults: &mut Vec<String>,
) -> Vec<Exercise> {
    let made = own.into_iter().filter_map(|lines| {
        let code = lines.code.clone();
        let theme = base.iter().find(|theme| theme.code == code).cloned().unwrap_or_default();
        let exercise = lines.exercise(theme);
        if exercise.is_none() {
            faults.push(format!("упражнение {code}: названо не всё"));
        }
        exercise
    });
    made.collect()
}

impl ExerciseLines {
    fn exercise(self, theme: Self) -> Option<Exercise> {
        Some(Exercise {
            code: self.code,
            name: self.name.or(theme.name)?,
            minutes: self.minutes.or(theme.minutes)?,
            checklist: self.checklist.or(theme.checklist)?,
            phrases: self.phrases?,
            is_hidden: false,
        })
    }
}
