//! Rows of the tables of a set-up, as `jsonb_to_recordset` takes them.
use chrono::NaiveTime;
use serde::Serialize;
use uuid::Uuid;

use super::Ids;
use crate::scorecard::Curve;
use crate::template::content::{CardItem, Counts, Norm, Ritual};
use crate::values::Share;

#[derive(Debug, Serialize)]
pub struct MetricRow {
    pub id: Uuid,
    pub code: String,
    pub name: String,
    pub unit: &'static str,
    pub kind: &'static str,
    pub direction: &'static str,
    pub over_time: &'static str,
    pub over_people: &'static str,
    pub scale: u8,
    pub numerator_id: Option<Uuid>,
    pub denominator_id: Option<Uuid>,
    pub minutes_each: Option<i16>,
    pub position: usize,
    pub hidden: bool,
}

#[derive(Debug, Serialize)]
pub struct NormRow {
    pub id: Uuid,
    pub metric_id: Uuid,
    pub role: &'static str,
    pub value: Option<i64>,
    pub per: &'static str,
}

/// A pipeline, a card, a ritual: a name in a list.
#[derive(Debug, Serialize)]
pub struct HeadRow {
    pub id: Uuid,
    pub code: String,
    pub name: String,
    pub role: &'static str,
    pub position: usize,
    pub hidden: bool,
}

#[derive(Debug, Serialize)]
pub struct StageRow {
    pub id: Uuid,
    pub pipeline_id: Uuid,
    pub code: String,
    pub name: String,
    pub position: usize,
    pub criterion: String,
    pub stale_days: i16,
    pub metric_id: Option<Uuid>,
    pub hidden: bool,
}

#[derive(Debug, Serialize)]
pub struct ProbabilityRow {
    pub stage_id: Uuid,
    pub basis_points: Option<Share>,
}

#[derive(Debug, Serialize)]
pub struct VersionRow {
    pub id: Uuid,
    pub scorecard_id: Uuid,
    pub is_trial: bool,
}

#[derive(Debug, Serialize)]
pub struct ItemRow {
    pub version_id: Uuid,
    pub position: usize,
    pub metric_id: Option<Uuid>,
    pub system_code: Option<&'static str>,
    pub weight: Share,
    pub curve: Curve,
}

#[derive(Debug, PartialEq, Serialize)]
pub struct RuleRow {
    pub ritual_id: Uuid,
    pub rrule: String,
    pub starts_at: NaiveTime,
    pub minutes: i16,
    pub is_per_person: bool,
    pub agenda: String,
    pub outcome: String,
    pub weight: Share,
}

#[derive(Debug, Serialize)]
pub struct ExerciseRow {
    pub id: Uuid,
    pub code: String,
    pub name: String,
    pub minutes: i16,
    pub checklist: Vec<String>,
    pub phrases: Vec<String>,
    pub position: usize,
    pub hidden: bool,
}

impl NormRow {
    /// A norm that is no more keeps its period and has no value.
    pub fn new(
        id: Uuid,
        metric_id: Uuid,
        role: &'static str,
        norm: Option<Norm>,
        was: Option<Norm>,
    ) -> Self {
        let per = norm.or(was).map_or("value", |norm| norm.per.code());
        Self { id, metric_id, role, value: norm.map(|norm| norm.value), per }
    }
}

impl HeadRow {
    pub fn new(
        id: Uuid,
        code: &str,
        name: &str,
        role: &'static str,
        at: usize,
        hidden: bool,
    ) -> Self {
        Self { id, code: code.to_owned(), name: name.to_owned(), role, position: at + 1, hidden }
    }
}

impl ItemRow {
    pub fn new(version_id: Uuid, at: usize, item: &CardItem, ids: &Ids) -> Self {
        let (metric_id, system_code) = match &item.of {
            Counts::Metric(code) => (Some(ids.metric(code)), None),
            Counts::System(system) => (None, Some(system.code())),
        };
        let (weight, curve) = (item.weight, item.curve.clone());
        Self { version_id, position: at + 1, metric_id, system_code, weight, curve }
    }
}

impl RuleRow {
    pub fn new(ritual_id: Uuid, ritual: &Ritual) -> Self {
        Self {
            ritual_id,
            rrule: ritual.cadence.to_string(),
            starts_at: ritual.starts_at,
            minutes: ritual.minutes,
            is_per_person: ritual.is_per_person,
            agenda: ritual.agenda.clone(),
            outcome: ritual.outcome.clone(),
            weight: ritual.weight,
        }
    }
}
