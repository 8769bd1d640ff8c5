use serde_json::{Value, json};

use crate::db::{Change, TenantTx, log};
use crate::funnel::pipeline::Pipeline;
use crate::metric::latin;
use crate::values::PipelineId;

/// Adds an empty funnel after the last one. Its code is made of the name, or is its id where that is taken.
pub async fn add_pipeline(db: &mut TenantTx, name: &str) -> sqlx::Result<PipelineId> {
    let (company, id) = (db.company().0, db.new_id::<PipelineId>());
    sqlx::query!(
        "insert into pipeline (company_id, id, code, name, position)
         select $1, $2, case when $3 = '' or exists (select from pipeline where company_id = $1 and code = $3)
             then $2::uuid::text else $3 end, $4, coalesce(max(position), 0) + 1
         from pipeline where company_id = $1",
        company,
        id.0,
        latin(name),
        name
    )
    .execute(&mut **db)
    .await?;
    record(db, id, "add", None, Some(json!({ "name": name }))).await?;
    Ok(id)
}

/// Calls a funnel otherwise if nobody changed it since `row_version`.
pub async fn rename_pipeline(
    db: &mut TenantTx,
    before: &Pipeline,
    name: &str,
    row_version: i32,
) -> sqlx::Result<bool> {
    let company = db.company().0;
    let done = sqlx::query!(
        "update pipeline set name = $4, row_version = row_version + 1
         where company_id = $1 and id = $2 and row_version = $3",
        company,
        before.id.0,
        row_version,
        name
    )
    .execute(&mut **db)
    .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    let (old, new) = (json!({ "name": before.name }), json!({ "name": name }));
    record(db, before.id, "edit", Some(old), Some(new)).await?;
    Ok(true)
}

/// Takes a funnel out of use, or back, if nobody changed it since `row_version`.
pub async fn hide_pipeline(
    db: &mut TenantTx,
    id: PipelineId,
    hidden: bool,
    row_version: i32,
) -> sqlx::Result<bool> {
    let (company, at) = (db.company().0, hidden.then_some(db.now()));
    let done = sqlx::query!(
        "update pipeline set hidden_at = $4, row_version = row_version + 1
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

async fn record(
    db: &mut TenantTx,
    id: PipelineId,
    action: &'static str,
    before: Option<Value>,
    after: Option<Value>,
) -> sqlx::Result<()> {
    log(db, Change { subject: "pipeline", id: id.0, action, before, after }).await
}
