//! A template as it stands in a file: natural numbers and what is common to industries left out.
mod habit;
mod metric;

use std::collections::BTreeMap;

use serde::Deserialize;

use super::content::{
    Card, CardItem, CardTerms, Counts, Light, LightRitual, Measure, Pipeline, Stage, Template,
};
use super::funnel;
use crate::forecast_terms::{HitRates, Terms};
use crate::scorecard::{CardRole, Curve, System};
use crate::values::Share;
use habit::{ExerciseLines, RitualLines, exercises, rituals};
use metric::MetricLine;

/// What every industry begins with.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Base {
    curve: Curve,
    hit_rates: [i32; 3],
    calibration: u16,
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

pub fn percent(whole: i32) -> Share {
    Share::from_basis_points(whole * 100)
}

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
                calibration_k: base.calibration,
                new_deals_share: percent(base.new_deals),
                payment_delay: self.lag.map(percent),
                month_profile: self.profile.map(percent),
                seasonality: season(&self.season, faults),
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
    let [sure, likely, possible] = [sure, likely, possible].map(percent);
    HitRates { sure, likely, possible, omitted: Share::NONE }
}

/// «7.0 7.4 …»: twelve shares in percent with a tenth.
fn season(text: &str, faults: &mut Vec<String>) -> [Share; 12] {
    let shares: Result<Vec<Share>, _> = text.split_whitespace().map(Share::parse).collect();
    shares.ok().and_then(|shares| shares.try_into().ok()).unwrap_or_else(|| {
        faults.push(format!("сезонность: нужно 12 долей, а стоит «{text}»"));
        [Share::NONE; 12]
    })
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
            probability: self.p.map(percent),
            metric: self.metric,
            is_hidden: false,
        }
    }
}

impl CardLines {
    fn card(self, curve: &Curve) -> Card {
        let item = |(code, weight): (String, i32)| CardItem {
            of: System::ALL
                .into_iter()
                .find(|system| system.code() == code)
                .map_or(Counts::Metric(code), Counts::System),
            weight: percent(weight),
            curve: curve.clone(),
        };
        let terms =
            CardTerms { is_trial: false, items: self.items.into_iter().map(item).collect() };
        let (code, name, role) = (self.code, self.name, self.role);
        Card { code, name, role, terms, is_hidden: false }
    }
}
