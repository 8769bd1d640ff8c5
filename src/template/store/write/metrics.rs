use std::collections::HashMap;

use chrono::NaiveDate;
use serde_json::Value;
use uuid::Uuid;

use crate::db::TenantTx;

/// Ids of all that a set-up is made of, by kind and code.
pub async fn ids(db: &mut TenantTx) -> sqlx::Result<HashMap<String, Uuid>> {
    let company = db.company().0;
    let rows = sqlx::query!(
        r#"select key as "key!", id as "id!" from (
               select 'metric/' || code as key, id from metric where company_id = $1
               union all select 'pipeline/' || code, id from pipeline where company_id = $1
               union all select 'stage/' || p.code || '/' || s.code, s.id
                   from stage s join pipeline p on p.company_id = $1 and p.id = s.pipeline_id where s.company_id = $1
               union all select 'scorecard/' || code, id from scorecard where company_id = $1
               union all select 'ritual/' || code, id from ritual where company_id = $1
               union all select 'exercise/' || code, id from exercise where company_id = $1) known"#,
        company
    )
    .fetch_all(&mut **db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.key, row.id)).collect())
}

/// A ratio and its parts may be new together: keys are looked at when the statement ends.
pub async fn metrics(db: &mut TenantTx, rows: &Value) -> sqlx::Result<()> {
    let (company, now) = (db.company().0, db.now());
    sqlx::query!(
        "insert into metric (company_id, id, code, name, unit, kind, direction, over_time, over_people, scale, numerator_id,
                             denominator_id, minutes_each, position, hidden_at)
         select $1, id, code, name, unit, kind, direction, over_time, over_people, scale, numerator_id, denominator_id,
                minutes_each, position, case when hidden then $3::timestamptz end
         from jsonb_to_recordset($2) as r (id uuid, code text, name text, unit text, kind text, direction text, over_time text,
             over_people text, scale smallint, numerator_id uuid, denominator_id uuid, minutes_each smallint, position int, hidden bool)
         on conflict (company_id, id) do update set
             name = excluded.name, unit = excluded.unit, kind = excluded.kind, direction = excluded.direction,
             over_time = excluded.over_time, over_people = excluded.over_people, scale = excluded.scale,
             numerator_id = excluded.numerator_id, denominator_id = excluded.denominator_id,
             minutes_each = excluded.minutes_each, position = excluded.position,
             hidden_at = case when excluded.hidden_at is null then null else coalesce(metric.hidden_at, excluded.hidden_at) end,
             row_version = metric.row_version + 1",
        company,
        rows,
        now
    )
    .execute(&mut **db)
    .await?;
    Ok(())
}

pub async fn norms(db: &mut TenantTx, rows: &Value, today: NaiveDate) -> sqlx::Result<()> {
    let (company, now, member) = (db.company().0, db.now(), db.member().map(|member| member.0));
    sqlx::query!(
        "insert into norm (company_id, id, metric_id, role, from_on, value, per, source, by_member, recorded_at)
         select $1, id, metric_id, role, $3, value, per, 'template', $4, $5
         from jsonb_to_recordset($2) as r (id uuid, metric_id uuid, role text, value bigint, per text)
         on conflict (company_id, metric_id, role, member_id, from_on) do update set
             value = excluded.value, per = excluded.per, source = excluded.source, by_member = excluded.by_member,
             recorded_at = excluded.recorded_at, row_version = norm.row_version + 1",
        company,
        rows,
        today,
        member,
        now
    )
    .execute(&mut **db)
    .await?;
    Ok(())
}
