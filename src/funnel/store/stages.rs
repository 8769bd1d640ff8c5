use serde_json::{Value, json};
use uuid::Uuid;

use crate::db::{Change, TenantTx, log};
use crate::funnel::draft::Draft;
use crate::funnel::pipeline::{Probability, Stage};
use crate::metric::latin;
use crate::values::{PipelineId, StageId};

/// Adds a stage at the end of a funnel. Its code is made of the name, or is its id where that is taken.
pub async fn add_stage(
    db: &mut TenantTx,
    pipeline: PipelineId,
    draft: &Draft,
) -> sqlx::Result<StageId> {
    let (company, id) = (db.company().0, db.new_id::<StageId>());
    sqlx::query!(
        "insert into stage (company_id, id, pipeline_id, code, name, criterion, stale_days, metric_id, position)
         select $1, $2, $3, case when $4 = ''
             or exists (select from stage where company_id = $1 and pipeline_id = $3 and code = $4)
             then $2::uuid::text else $4 end, $5, $6, $7, $8, coalesce(max(position), 0) + 1
         from stage where company_id = $1 and pipeline_id = $3",
        company,
        id.0,
        pipeline.0,
        latin(&draft.name),
        draft.name,
        draft.criterion,
        i16::try_from(draft.stale_days).unwrap_or(i16::MAX),
        draft.metric.map(|metric| metric.0)
    )
    .execute(&mut **db)
    .await?;
    put_probability(db, id, draft.probability).await?;
    record(db, id, "add", None, Some(written_draft(draft))).await?;
    Ok(id)
}

/// Writes a stage anew, and its probability of a day where that is another than held, if nobody changed it since `row_version`.
pub async fn save_stage(
    db: &mut TenantTx,
    before: &Stage,
    draft: &Draft,
    row_version: i32,
) -> sqlx::Result<bool> {
    let company = db.company().0;
    let done = sqlx::query!(
        "update stage set name = $4, criterion = $5, stale_days = $6, metric_id = $7, row_version = row_version + 1
         where company_id = $1 and id = $2 and row_version = $3",
        company,
        before.id.0,
        row_version,
        draft.name,
        draft.criterion,
        i16::try_from(draft.stale_days).unwrap_or(i16::MAX),
        draft.metric.map(|metric| metric.0)
    )
    .execute(&mut **db)
    .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    let held = before.on(draft.probability.from_on);
    if held.is_none_or(|held| held.share != draft.probability.share) {
        put_probability(db, before.id, draft.probability).await?;
    }
    record(db, before.id, "edit", Some(written(before, held)), Some(written_draft(draft))).await?;
    Ok(true)
}

/// A probability of the same day stands in for the one before.
async fn put_probability(
    db: &mut TenantTx,
    id: StageId,
    probability: Probability,
) -> sqlx::Result<()> {
    let company = db.company().0;
    sqlx::query!(
        "insert into stage_probability (company_id, stage_id, from_on, basis_points) values ($1, $2, $3, $4)
         on conflict (company_id, stage_id, from_on) do update set basis_points = excluded.basis_points",
        company,
        id.0,
        probability.from_on,
        probability.share.map(crate::values::Share::basis_points)
    )
    .execute(&mut **db)
    .await?;
    Ok(())
}

/// Takes a stage out of the funnel, or puts it back, if nobody changed it since `row_version`.
pub async fn hide_stage(
    db: &mut TenantTx,
    id: StageId,
    hidden: bool,
    row_version: i32,
) -> sqlx::Result<bool> {
    let (company, at) = (db.company().0, hidden.then_some(db.now()));
    let done = sqlx::query!(
        "update stage set hidden_at = $4, row_version = row_version + 1
         where company_id = $1 and id = $2 and row_version = $3",
        company,
        id.0,
        row_version,
        at
    )
    .execute(&mut **db)
    .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    record(db, id, if hidden { "hide" } else { "show" }, None, None).await?;
    Ok(true)
}

/// Writes the places of all stages of a funnel. Whatever changed its place is another version of itself, so that its next
/// editor is told. The company must be held.
pub async fn order_stages(db: &mut TenantTx, ids: &[StageId]) -> sqlx::Result<()> {
    let company = db.company().0;
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let moved = sqlx::query!(
        r#"update stage set position = place.no::int, row_version = row_version + 1
           from unnest($2::uuid[]) with ordinality as place (id, no)
           where stage.company_id = $1 and stage.id = place.id and stage.position <> place.no
           returning stage.id, place.no as "place!""#,
        company,
        &ids
    )
    .fetch_all(&mut **db)
    .await?;
    for row in moved {
        record(db, StageId(row.id), "move", None, Some(json!({ "place": row.place }))).await?;
    }
    Ok(())
}

fn written(stage: &Stage, held: Option<Probability>) -> Value {
    json!({
        "name": stage.name, "criterion": stage.criterion, "stale_days": stage.stale_days, "metric": stage.metric,
        "probability": held.and_then(|held| held.share),
    })
}

fn written_draft(draft: &Draft) -> Value {
    json!({
        "name": draft.name, "criterion": draft.criterion, "stale_days": draft.stale_days, "metric": draft.metric,
        "probability": draft.probability.share, "from_on": draft.probability.from_on,
    })
}

async fn record(
    db: &mut TenantTx,
    id: StageId,
    action: &'static str,
    before: Option<Value>,
    after: Option<Value>,
) -> sqlx::Result<()> {
    log(db, Change { subject: "stage", id: id.0, action, before, after }).await
}
