use chrono::NaiveDate;
use serde_json::Value;

use crate::db::TenantTx;

pub async fn pipelines(db: &mut TenantTx, rows: &Value) -> sqlx::Result<()> {
    let (company, now) = (db.company().0, db.now());
    sqlx::query!(
        "insert into pipeline (company_id, id, code, name, position, hidden_at)
         select $1, id, code, name, position, case when hidden then $3::timestamptz end
         from jsonb_to_recordset($2) as r (id uuid, code text, name text, position int, hidden bool)
         on conflict (company_id, id) do update set
             name = excluded.name, position = excluded.position,
             hidden_at = case when excluded.hidden_at is null then null else coalesce(pipeline.hidden_at, excluded.hidden_at) end,
             row_version = pipeline.row_version + 1",
        company,
        rows,
        now
    )
    .execute(&mut **db)
    .await?;
    Ok(())
}

pub async fn stages(db: &mut TenantTx, rows: &Value) -> sqlx::Result<()> {
    let (company, now) = (db.company().0, db.now());
    sqlx::query!(
        "insert into stage (company_id, id, pipeline_id, code, name, position, criterion, stale_days, metric_id, hidden_at)
         select $1, id, pipeline_id, code, name, position, criterion, stale_days, metric_id, case when hidden then $3::timestamptz end
         from jsonb_to_recordset($2) as r (id uuid, pipeline_id uuid, code text, name text, position int, criterion text,
             stale_days smallint, metric_id uuid, hidden bool)
         on conflict (company_id, id) do update set
             name = excluded.name, position = excluded.position, criterion = excluded.criterion, stale_days = excluded.stale_days,
             metric_id = excluded.metric_id,
             hidden_at = case when excluded.hidden_at is null then null else coalesce(stage.hidden_at, excluded.hidden_at) end,
             row_version = stage.row_version + 1",
        company,
        rows,
        now
    )
    .execute(&mut **db)
    .await?;
    Ok(())
}

pub async fn probabilities(db: &mut TenantTx, rows: &Value, today: NaiveDate) -> sqlx::Result<()> {
    let company = db.company().0;
    sqlx::query!(
        "insert into stage_probability (company_id, stage_id, from_on, basis_points)
         select $1, stage_id, $3, basis_points from jsonb_to_recordset($2) as r (stage_id uuid, basis_points int)
         on conflict (company_id, stage_id, from_on) do update set basis_points = excluded.basis_points",
        company,
        rows,
        today
    )
    .execute(&mut **db)
    .await?;
    Ok(())
}
