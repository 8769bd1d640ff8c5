use serde_json::json;

use crate::company::member::Member;
use crate::db::{Change, TenantTx, log};

/// Ends an expert's time now: with the next page he is in the company no longer. `false`: somebody changed the person first.
pub async fn close_access(
    db: &mut TenantTx,
    expert: &Member,
    row_version: i32,
) -> sqlx::Result<bool> {
    let (company, now) = (db.company().0, db.now());
    let done = sqlx::query!(
        "update member set access_until = $4, row_version = row_version + 1
         where company_id = $1 and id = $2 and row_version = $3 and role = 'expert'",
        company,
        expert.id.0,
        row_version,
        now
    )
    .execute(&mut **db)
    .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    let before = Some(json!({ "access_until": expert.access_until }));
    let after = Some(json!({ "access_until": now }));
    let (subject, action) = ("member", "close_access");
    log(db, Change { subject, id: expert.id.0, action, before, after }).await?;
    Ok(true)
}
