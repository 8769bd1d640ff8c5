//! A template as it stands in a file: natural numbers and what is common to industries left out.
use std::collections::BTreeMap;

use chrono::NaiveTime;
use serde::Deserialize;

use super::cadence::Cadence;
use super::content::{
    Card, CardItem, CardRole, CardTerms, Counted, Counting, Counts, Curve, Exercise, HitRates,
    Light, LightRitual, Measure, Norm, Per, Pipeline, Ritual, Stage, System, Template, Terms,
};
use super::funnel;
use crate::metric::{Direction, Kind, OverPeople};
use crate::values::{Quantity, Unit};

/// What every industry begins with.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Base {
    curve: Curve,
    hit_rates: [i32; 3],
    calibration: i32,
    new_deals: i32,
    /// When a deal may enter a stage, by what the stage means.
    criteria: BTreeMap<String, String>,
    light: Vec<LightRitual>,
    rituals: Vec<RitualLines>,
    exercises: Vec<ExerciseLines>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    code: String,
    version: i32,
    title: String,
    about: String,
    #[serde(default)]
    notes: Vec<String>,
    stale_days: i16,
    lag: [i32; 5],
    profile: [i32; 3],
    season: String,
    funnel: Vec<String>,
    funnel_money: String,
    light: Vec<String>,
    metrics: Vec<MetricLine>,
    pipelines: Vec<PipelineLines>,
    cards: Vec<CardLines>,
    #[serde(default)]
    rituals: Vec<RitualLines>,
    exercises: Vec<ExerciseLines>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct MetricLine {
    code: String,
    name: String,
    unit: Unit,
    kind: Kind,
    #[serde(default = "up")]
    direction: Direction,
    /// Numerator and denominator of a ratio.
    of: Option<[String; 2]>,
    /// The last value counts, and a department has none of its own.
    #[serde(default)]
    last: bool,
    scale: Option<u8>,
    minutes: Option<i16>,
    norm: Option<String>,
    /// The norm is a head's.
    #[serde(default)]
    head: bool,
    per: Option<Per>,
    #[serde(default)]
    range: String,
    #[serde(default)]
    published: bool,
}

fn up() -> Direction {
    Direction::Up
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PipelineLines {
    code: String,
    name: String,
    stages: Vec<StageLine>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct StageLine {
    code: String,
    name: String,
    /// Percent.
    p: Option<i32>,
    means: Option<String>,
    criterion: Option<String>,
    metric: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CardLines {
    code: String,
    name: String,
    role: CardRole,
    /// Metric or system code, and percent.
    items: Vec<(String, i32)>,
}

/// A regular action of the base, or what an industry changes in it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct RitualLines {
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
struct ExerciseLines {
    code: String,
    name: Option<String>,
    minutes: Option<i16>,
    checklist: Option<Vec<String>>,
    phrases: Option<Vec<String>>,
}

/// How many basis points are in a percent.
const POINTS: i32 = 100;

pub fn read_base(text: &str) -> Result<Base, String> {
    toml::from_str(text).map_err(|error| error.to_string())
}

/// The template, or everything that cannot be read of it.
pub fn read(text: &str, base: &Base) -> Result<Template, Vec<String>> {
    let file: File = toml::from_str(text).map_err(|error| vec![error.to_string()])?;
    let mut faults = Vec::new();
    let template = file.template(base, &mut faults);
    if faults.is_empty() { Ok(template) } else { Err(faults) }
}

impl File {
    fn template(self, base: &Base, faults: &mut Vec<String>) -> Template {
        let metrics: Vec<Measure> =
            self.metrics.into_iter().map(|line| line.measure(faults)).collect();
        let funnel = funnel::implied(&metrics, &self.funnel, &self.funnel_money);
        if funnel.is_none() {
            faults.push("воронка: у каждого шага и у денег нужна норма".into());
        }
        let pipelines = self.pipelines.into_iter();
        let cards = self.cards.into_iter();
        Template {
            pipelines: pipelines
                .map(|lines| lines.pipeline(self.stale_days, base, faults))
                .collect(),
            cards: cards.map(|lines| lines.card(&base.curve)).collect(),
            rituals: rituals(&base.rituals, self.rituals, faults),
            exercises: exercises(&base.exercises, self.exercises, faults),
            terms: Some(Terms {
                hit_rates: hit_rates(base.hit_rates),
                calibration: base.calibration,
                lag: self.lag.map(|share| share * POINTS),
                profile: self.profile.map(|share| share * POINTS),
                new_deals: base.new_deals * POINTS,
                season: season(&self.season, faults),
            }),
            funnel,
            light: Light { metrics: self.light, rituals: base.light.clone() },
            code: self.code,
            version: self.version,
            title: self.title,
            about: self.about,
            notes: self.notes,
            metrics,
        }
    }
}

fn hit_rates([sure, likely, possible]: [i32; 3]) -> HitRates {
    HitRates { sure: sure * POINTS, likely: likely * POINTS, possible: possible * POINTS }
}

/// «7.0 7.4 …»: twelve shares in percent with a tenth.
fn season(text: &str, faults: &mut Vec<String>) -> [i32; 12] {
    let share = |text: &str| {
        let share = Quantity::parse(text, 2, Unit::Percent).ok()?;
        i32::try_from(share.minor()).ok()
    };
    let shares: Option<Vec<i32>> = text.split_whitespace().map(share).collect();
    shares.and_then(|shares| shares.try_into().ok()).unwrap_or_else(|| {
        faults.push(format!("сезонность: нужно 12 долей, а стоит «{text}»"));
        [0; 12]
    })
}

impl MetricLine {
    fn measure(self, faults: &mut Vec<String>) -> Measure {
        let scale = self.scale.unwrap_or(match self.unit {
            Unit::Rouble => 2,
            Unit::Percent | Unit::Point | Unit::Day => 1,
            _ => 0,
        });
        let norm = self.norm(scale, faults);
        let (over_time, over_people) = match (self.of, self.last) {
            (Some([numerator, denominator]), _) => {
                (Counting::Ratio { numerator, denominator }, OverPeople::Ratio)
            }
            (None, true) => (Counting::Last, OverPeople::None),
            (None, false) => (Counting::Sum, OverPeople::Sum),
        };
        let (unit, kind, direction) = (self.unit, self.kind, self.direction);
        Measure {
            code: self.code,
            name: self.name,
            counted: Counted { unit, kind, direction, over_time, over_people, scale },
            minutes: self.minutes,
            manager: norm.filter(|_| !self.head),
            head: norm.filter(|_| self.head),
            range: self.range,
            is_published: self.published,
            is_hidden: false,
        }
    }

    fn norm(&self, scale: u8, faults: &mut Vec<String>) -> Option<Norm> {
        let typed = self.norm.as_ref()?;
        let (value, per) = (Quantity::parse(typed, scale, self.unit), self.per);
        let norm = value.ok().zip(per).map(|(value, per)| Norm { value: value.minor(), per });
        if norm.is_none() {
            faults.push(format!("показатель {}: норма «{typed}» не читается", self.code));
        }
        norm
    }
}

impl PipelineLines {
    fn pipeline(self, stale: i16, base: &Base, faults: &mut Vec<String>) -> Pipeline {
        let stages = self.stages.into_iter().map(|line| line.stage(stale, base, faults)).collect();
        Pipeline { code: self.code, name: self.name, stages, is_hidden: false }
    }
}

impl StageLine {
    /// At a contract and at an invoice a deal goes stale twice as soon.
    fn stage(self, stale: i16, base: &Base, faults: &mut Vec<String>) -> Stage {
        let is_fast = matches!(self.means.as_deref(), Some("contract" | "invoice"));
        let meant = self.means.as_ref().and_then(|means| base.criteria.get(means));
        let criterion = self.criterion.or_else(|| meant.cloned()).unwrap_or_else(|| {
            faults.push(format!("стадия {}: нет критерия входа", self.code));
            String::new()
        });
        Stage {
            code: self.code,
            name: self.name,
            criterion,
            stale_days: if is_fast { (stale + 1) / 2 } else { stale },
            probability: self.p.map(|percent| percent * POINTS),
            metric: self.metric,
            is_hidden: false,
        }
    }
}

impl CardLines {
    fn card(self, curve: &Curve) -> Card {
        let item = |(code, percent): (String, i32)| CardItem {
            of: System::from_code(&code).map_or(Counts::Metric(code), Counts::System),
            weight: percent * POINTS,
            curve: curve.clone(),
        };
        let terms =
            CardTerms { is_trial: false, items: self.items.into_iter().map(item).collect() };
        let (code, name, role) = (self.code, self.name, self.role);
        Card { code, name, role, terms, is_hidden: false, is_waiting: false }
    }
}

/// The base with what the industry changes, then what it adds.
fn rituals(base: &[RitualLines], own: Vec<RitualLines>, faults: &mut Vec<String>) -> Vec<Ritual> {
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
            weight: self.weight.unwrap_or_default() * POINTS,
            is_hidden: false,
        })
    }
}

/// The themes of the base, each with the industry's own words.
fn exercises(
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
