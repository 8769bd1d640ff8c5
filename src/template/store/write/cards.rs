use chrono::NaiveDate;
use serde_json::Value;

use crate::db::TenantTx;

pub async fn cards(db: &mut TenantTx, rows: &Value) -> sqlx::Result<()> {
    let (company, now) = (db.company().0, db.now());
    sqlx::query!(
        "insert into scorecard (company_id, id, code, name, role, position, hidden_at)
         select $1, id, code, name, role, position, case when hidden then $3::timestamptz end
         from jsonb_to_recordset($2) as r (id uuid, code text, name text, role text, position int, hidden bool)
         on conflict (company_id, id) do update set
             name = excluded.name, role = excluded.role, position = excluded.position,
             hidden_at = case when excluded.hidden_at is null then null else coalesce(scorecard.hidden_at, excluded.hidden_at) end,
             row_version = scorecard.row_version + 1",
        company,
        rows,
        now
    )
    .execute(&mut **db)
    .await?;
    Ok(())
}

/// A person who owns the company and can sign in.
pub async fn has_owner(db: &mut TenantTx) -> sqlx::Result<bool> {
    let company = db.company().0;
    sqlx::query_scalar!(
        r#"select exists (select from member where company_id = $1 and role = 'owner' and person_id is not null
               and dismissed_on is null) as "has!""#,
        company
    )
    .fetch_one(&mut **db)
    .await
}

/// A later version stands in for one that waits for the owner's word.
pub async fn withdraw(db: &mut TenantTx, versions: &Value) -> sqlx::Result<()> {
    let company = db.company().0;
    sqlx::query!(
        "update scorecard_version set state = 'withdrawn', row_version = row_version + 1
         where company_id = $1 and state in ('draft', 'proposed')
             and scorecard_id in (select scorecard_id from jsonb_to_recordset($2) as r (scorecard_id uuid))",
        company,
        versions
    )
    .execute(&mut **db)
    .await?;
    Ok(())
}

/// The next version of each card.
pub async fn versions(
    db: &mut TenantTx,
    rows: &Value,
    today: NaiveDate,
    is_approved: bool,
) -> sqlx::Result<()> {
    let (company, now) = (db.company().0, db.now());
    let member = db.member().map(|member| member.0);
    sqlx::query!(
        "insert into scorecard_version (company_id, id, scorecard_id, no, state, effective_on, is_trial, by_member, made_at,
                                        approved_by, approved_at)
         select $1, id, scorecard_id,
                (select coalesce(max(no), 0) + 1 from scorecard_version where company_id = $1 and scorecard_id = r.scorecard_id),
                case when $4 then 'approved' else 'proposed' end, $3, is_trial, $5::uuid, $6::timestamptz,
                case when $4 then $5::uuid end, case when $4 then $6::timestamptz end
         from jsonb_to_recordset($2) as r (id uuid, scorecard_id uuid, is_trial bool)",
        company,
        rows,
        today,
        is_approved,
        member,
        now
    )
    .execute(&mut **db)
    .await?;
    Ok(())
}

pub async fn items(db: &mut TenantTx, rows: &Value) -> sqlx::Result<()> {
    let company = db.company().0;
    sqlx::query!(
        "insert into scorecard_item (company_id, version_id, position, metric_id, system_code, weight, curve)
         select $1, version_id, position, metric_id, system_code, weight, curve
         from jsonb_to_recordset($2) as r (version_id uuid, position int, metric_id uuid, system_code text, weight int, curve jsonb)",
        company,
        rows
    )
    .execute(&mut **db)
    .await?;
    Ok(())
}
