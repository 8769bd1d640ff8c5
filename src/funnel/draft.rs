//! Funnels and stages as they are typed.

use chrono::NaiveDate;
use uuid::Uuid;

use super::pipeline::{Pipeline, Probability, Stage};
use crate::company::name_norm;
use crate::form::{FieldErrors, Typed};
use crate::metric::Metric;
use crate::values::{MetricId, PipelineId, Share, StageId};

/// The longest a deal may rest: a year of working days.
const LONGEST: u16 = 250;

/// What may be written of a stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    pub name: String,
    pub criterion: String,
    pub stale_days: u16,
    pub metric: Option<MetricId>,
    pub probability: Probability,
}

/// A name that no other funnel has.
pub fn check_name(
    form: &Typed,
    own: Option<PipelineId>,
    all: &[Pipeline],
) -> Result<String, FieldErrors> {
    let mut errors = FieldErrors::default();
    let name = errors.required("name", form.get("name"));
    let others = all.iter().filter(|pipeline| Some(pipeline.id) != own);
    unlike(&mut errors, &name, others.map(|pipeline| pipeline.name.as_str()));
    errors.or(name)
}

fn unlike<'a>(errors: &mut FieldErrors, name: &str, mut others: impl Iterator<Item = &'a str>) {
    let norm = name_norm(name);
    if !norm.is_empty() && others.any(|other| name_norm(other) == norm) {
        errors.add("name", format!("«{name}» уже есть. Назовите иначе"));
    }
}

pub fn blank(today: NaiveDate) -> Typed {
    let mut form = Typed::default();
    form.set("stale_days", "7");
    form.set("from_on", today.to_string());
    form
}

/// The form filled with the newest probability: what holds, or what will.
pub fn typed(stage: &Stage, today: NaiveDate) -> Typed {
    let mut form = blank(today);
    form.set("name", stage.name.clone());
    form.set("criterion", stage.criterion.clone());
    form.set("stale_days", stage.stale_days.to_string());
    form.set("metric", stage.metric.map(|id| id.to_string()).unwrap_or_default());
    form.set("row_version", stage.row_version.to_string());
    if let Some(newest) = stage.probabilities.first() {
        form.set("probability", newest.share.map(Share::number).unwrap_or_default());
        form.set("from_on", newest.from_on.max(today).to_string());
    }
    form
}

/// The draft, or everything that is wrong. A metric that is counted no more may stay where it was chosen before.
pub fn check(
    form: &Typed,
    (own, pipeline): (Option<StageId>, &Pipeline),
    metrics: &[Metric],
    today: NaiveDate,
) -> Result<Draft, FieldErrors> {
    let mut errors = FieldErrors::default();
    let name = errors.required("name", form.get("name"));
    let others = pipeline.stages.iter().filter(|stage| Some(stage.id) != own);
    unlike(&mut errors, &name, others.map(|stage| stage.name.as_str()));
    let criterion = errors.optional_text("criterion", form.get("criterion"));
    let stale_days = errors.number("stale_days", form.get("stale_days"), &(1..=LONGEST));
    let kept =
        pipeline.stages.iter().find(|stage| Some(stage.id) == own).and_then(|one| one.metric);
    let metric = metric(&mut errors, form.get("metric"), kept, metrics);
    let share = match form.get("probability").trim() {
        "" => None,
        typed => Some(errors.share("probability", typed, Share::WHOLE)),
    };
    let from_on = errors.day_from("from_on", form.get("from_on"), today);
    let probability = Probability { from_on, share };
    errors.or(Draft { name, criterion, stale_days, metric, probability })
}

fn metric(
    errors: &mut FieldErrors,
    typed: &str,
    kept: Option<MetricId>,
    metrics: &[Metric],
) -> Option<MetricId> {
    if typed.is_empty() {
        return None;
    }
    let id = typed.parse::<Uuid>().ok().map(MetricId);
    let found = metrics.iter().find(|metric| Some(metric.id) == id);
    match found {
        Some(metric) if metric.is_hidden && kept != id => {
            errors.add("metric", format!("«{}» больше не считают. Выберите другой", metric.name));
        }
        Some(_) => {}
        None => errors.add("metric", "Выберите из списка"),
    }
    found.map(|metric| metric.id)
}

#[cfg(test)]
mod tests {
    use super::super::pipeline::tests::{day, pipeline, stage};
    use super::*;

    #[test]
    fn a_stage_is_read_back_from_its_own_form() {
        let stage = stage(1, &[("2026-10-01", Some(20))]);
        let funnel = pipeline(vec![stage.clone()]);
        let form = typed(&stage, day("2026-11-18"));
        let draft = check(&form, (Some(stage.id), &funnel), &[], day("2026-11-18")).unwrap();
        assert_eq!((draft.name, draft.stale_days), (stage.name, 7));
        assert_eq!(
            draft.probability,
            Probability {
                from_on: day("2026-11-18"),
                share: Some(Share::from_basis_points(2_000))
            }
        );
    }

    #[test]
    fn odd_typing_is_told_at_its_field() {
        let funnel = pipeline(vec![stage(1, &[])]);
        for (field, typed) in [
            ("name", " "),
            ("name", "стадия 1"),
            ("stale_days", "0"),
            ("stale_days", "неделя"),
            ("probability", "101"),
            ("probability", "-1"),
            ("probability", "половина"),
            ("probability", "1000000000000000"),
            ("from_on", "2026-11-17"),
            ("metric", "звонки"),
        ] {
            let mut form = blank(day("2026-11-18"));
            form.set("name", "Новая");
            form.set(field, typed);
            let errors = check(&form, (None, &funnel), &[], day("2026-11-18")).unwrap_err();
            assert!(errors.on(field).is_some(), "{field}: {typed}");
        }
    }

    #[test]
    fn a_stage_after_the_payment_has_no_probability() {
        let mut form = blank(day("2026-11-18"));
        form.set("name", "Лечение завершено");
        let draft = check(&form, (None, &pipeline(vec![])), &[], day("2026-11-18")).unwrap();
        assert_eq!(draft.probability.share, None);
    }
}
