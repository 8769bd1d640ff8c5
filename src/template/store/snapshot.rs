//! What a company is set up with now: one statement a table, each row in the shape of [`Template`].
use std::collections::BTreeSet;

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::db::TenantTx;
use crate::forecast_terms::Terms;
use crate::template::content::{Card, Exercise, Measure, Pipeline, Ritual, Template};
use crate::template::starter::starter;

/// What a company is set up with and what was offered to it last.
#[derive(Debug, Clone)]
pub struct Present {
    pub now: Template,
    /// The last offer; for a company that has had none, the metrics every company starts with.
    pub base: Template,
    /// Codes of metrics that have facts or plans.
    pub with_values: BTreeSet<String>,
}

/// Six statements.
pub async fn present(db: &mut TenantTx) -> sqlx::Result<Present> {
    let (base, terms) = base(db).await?;
    let (metrics, with_values) = metrics(db, &base).await?;
    let now = Template {
        metrics,
        pipelines: pipelines(db).await?,
        cards: cards(db).await?,
        rituals: rituals(db).await?,
        exercises: exercises(db).await?,
        terms,
        ..base.clone()
    };
    Ok(Present { now, base, with_values })
}

fn read<T: DeserializeOwned>(row: Value) -> sqlx::Result<T> {
    serde_json::from_value(row).map_err(|error| sqlx::Error::Decode(error.into()))
}

/// The last offer, and the terms of the forecast as they are now.
async fn base(db: &mut TenantTx) -> sqlx::Result<(Template, Option<Terms>)> {
    let company = db.company().0;
    let row = sqlx::query!(
        "select (select content from template_applied where company_id = $1 order by no desc limit 1),
                (select terms from forecast_terms where company_id = $1 order by from_on desc limit 1)",
        company
    )
    .fetch_one(&mut **db)
    .await?;
    let base = row.content.map(read).transpose()?;
    Ok((base.unwrap_or_else(starter), row.terms.map(read).transpose()?))
}

/// What stands beside a norm is kept with the last offer only.
async fn metrics(
    db: &mut TenantTx,
    base: &Template,
) -> sqlx::Result<(Vec<Measure>, BTreeSet<String>)> {
    let company = db.company().0;
    let rows = sqlx::query!(
        r#"select m.code, jsonb_build_object(
                   'code', m.code, 'name', m.name, 'is_hidden', m.hidden_at is not null, 'minutes', m.minutes_each,
                   'counted', jsonb_build_object(
                       'unit', m.unit, 'kind', m.kind, 'direction', m.direction, 'over_people', m.over_people, 'scale', m.scale,
                       'over_time', case when m.over_time = 'ratio'
                           then jsonb_build_object('ratio', jsonb_build_object('numerator', n.code, 'denominator', d.code))
                           else to_jsonb(m.over_time) end),
                   'manager', (select jsonb_build_object('value', value, 'per', per) from norm
                       where company_id = $1 and metric_id = m.id and role = 'manager' order by from_on desc limit 1),
                   'head', (select jsonb_build_object('value', value, 'per', per) from norm
                       where company_id = $1 and metric_id = m.id and role = 'head' order by from_on desc limit 1))
                   as "piece!",
               exists (select from fact_day where company_id = $1 and metric_id = m.id)
                   or m.id in (select metric_id from target where company_id = $1) as "has_values!"
           from metric m
           left join metric n on n.company_id = $1 and n.id = m.numerator_id
           left join metric d on d.company_id = $1 and d.id = m.denominator_id
           where m.company_id = $1 order by m.position, m.id"#,
        company
    )
    .fetch_all(&mut **db)
    .await?;
    let with_values =
        rows.iter().filter(|row| row.has_values).map(|row| row.code.clone()).collect();
    let read_row = |mut row: Value| {
        for role in ["manager", "head"] {
            if row[role]["value"].is_null() {
                row[role] = Value::Null;
            }
        }
        let mut metric: Measure = read(row)?;
        if let Some(known) = base.metric(&metric.code) {
            metric.range.clone_from(&known.range);
            metric.is_published = known.is_published;
        }
        Ok(metric)
    };
    let metrics = rows.into_iter().map(|row| read_row(row.piece)).collect::<sqlx::Result<_>>()?;
    Ok((metrics, with_values))
}

async fn pipelines(db: &mut TenantTx) -> sqlx::Result<Vec<Pipeline>> {
    let company = db.company().0;
    let rows = sqlx::query_scalar!(
        r#"select jsonb_build_object('code', p.code, 'name', p.name, 'is_hidden', p.hidden_at is not null, 'stages', coalesce((
               select jsonb_agg(jsonb_build_object(
                   'code', s.code, 'name', s.name, 'criterion', s.criterion, 'stale_days', s.stale_days,
                   'is_hidden', s.hidden_at is not null, 'metric', m.code,
                   'probability', (select basis_points from stage_probability
                       where company_id = $1 and stage_id = s.id order by from_on desc limit 1)) order by s.position, s.id)
               from stage s left join metric m on m.company_id = $1 and m.id = s.metric_id
               where s.company_id = $1 and s.pipeline_id = p.id), '[]')) as "piece!"
           from pipeline p where p.company_id = $1 order by p.position, p.id"#,
        company
    )
    .fetch_all(&mut **db)
    .await?;
    rows.into_iter().map(read).collect()
}

/// The last version of each that was not refused or replaced.
async fn cards(db: &mut TenantTx) -> sqlx::Result<Vec<Card>> {
    let company = db.company().0;
    let rows = sqlx::query_scalar!(
        r#"select jsonb_build_object(
                   'code', c.code, 'name', c.name, 'role', c.role, 'is_hidden', c.hidden_at is not null,
                   'terms', jsonb_build_object('is_trial', coalesce(v.is_trial, false), 'items', coalesce((
                       select jsonb_agg(jsonb_build_object('weight', i.weight, 'curve', i.curve, 'of',
                           case when i.system_code is null then jsonb_build_object('metric', m.code)
                               else jsonb_build_object('system', i.system_code) end) order by i.position)
                       from scorecard_item i left join metric m on m.company_id = $1 and m.id = i.metric_id
                       where i.company_id = $1 and i.version_id = v.id), '[]'))) as "piece!"
           from scorecard c
           left join lateral (
               select id, is_trial from scorecard_version
               where company_id = $1 and scorecard_id = c.id and state in ('draft', 'proposed', 'approved')
               order by no desc limit 1) v on true
           where c.company_id = $1 order by c.position, c.id"#,
        company
    )
    .fetch_all(&mut **db)
    .await?;
    rows.into_iter().map(read).collect()
}

/// With the last rule; an action without one is none yet.
async fn rituals(db: &mut TenantTx) -> sqlx::Result<Vec<Ritual>> {
    let company = db.company().0;
    let rows = sqlx::query_scalar!(
        r#"select jsonb_build_object(
                   'code', r.code, 'name', r.name, 'is_hidden', r.hidden_at is not null, 'cadence', u.rrule,
                   'starts_at', u.starts_at, 'minutes', u.minutes, 'is_per_person', u.is_per_person, 'agenda', u.agenda,
                   'outcome', u.outcome, 'weight', u.weight) as "piece!"
           from ritual r
           cross join lateral (
               select * from ritual_rule where company_id = $1 and ritual_id = r.id order by from_on desc limit 1) u
           where r.company_id = $1 order by r.position, r.id"#,
        company
    )
    .fetch_all(&mut **db)
    .await?;
    rows.into_iter().map(read).collect()
}

async fn exercises(db: &mut TenantTx) -> sqlx::Result<Vec<Exercise>> {
    let company = db.company().0;
    let rows = sqlx::query_scalar!(
        r#"select jsonb_build_object('code', code, 'name', name, 'minutes', minutes, 'checklist', to_jsonb(checklist),
                   'phrases', to_jsonb(phrases), 'is_hidden', hidden_at is not null) as "piece!"
           from exercise where company_id = $1 order by position, id"#,
        company
    )
    .fetch_all(&mut **db)
    .await?;
    rows.into_iter().map(read).collect()
}
