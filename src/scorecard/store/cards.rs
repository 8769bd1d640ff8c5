use serde_json::{Value, json};

use crate::db::{Change, TenantTx, log};
use crate::metric::latin;
use crate::scorecard::card::{Card, CardRole};
use crate::values::ScorecardId;

/// Adds a card without a version after the last one. Its code is made of the name, or is its id where that is taken.
pub async fn add(db: &mut TenantTx, name: &str, role: CardRole) -> sqlx::Result<ScorecardId> {
    let (company, id) = (db.company().0, db.new_id::<ScorecardId>());
    sqlx::query!(
        "insert into scorecard (company_id, id, code, name, role, position)
         select $1, $2, case when $3 = '' or exists (select from scorecard where company_id = $1 and code = $3)
             then $2::uuid::text else $3 end, $4, $5, coalesce(max(position), 0) + 1
         from scorecard where company_id = $1",
        company,
        id.0,
        latin(name),
        name,
        role.code()
    )
    .execute(&mut **db)
    .await?;
    record(db, id, "add", None, Some(json!({ "name": name, "role": role.code() }))).await?;
    Ok(id)
}

/// Calls a card otherwise, or gives it to others, if nobody changed it since `row_version`.
pub async fn rename(
    db: &mut TenantTx,
    before: &Card,
    (name, role): (&str, CardRole),
    row_version: i32,
) -> sqlx::Result<bool> {
    let company = db.company().0;
    let done = sqlx::query!(
        "update scorecard set name = $4, role = $5, row_version = row_version + 1
         where company_id = $1 and id = $2 and row_version = $3",
        company,
        before.id.0,
        row_version,
        name,
        role.code()
    )
    .execute(&mut **db)
    .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    let old = json!({ "name": before.name, "role": before.role.code() });
    let new = json!({ "name": name, "role": role.code() });
    record(db, before.id, "edit", Some(old), Some(new)).await?;
    Ok(true)
}

/// Takes a card out of use, or back, if nobody changed it since `row_version`.
pub async fn hide(
    db: &mut TenantTx,
    id: ScorecardId,
    hidden: bool,
    row_version: i32,
) -> sqlx::Result<bool> {
    let (company, at) = (db.company().0, hidden.then_some(db.now()));
    let done = sqlx::query!(
        "update scorecard set hidden_at = $4, row_version = row_version + 1
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

pub async fn record(
    db: &mut TenantTx,
    id: ScorecardId,
    action: &'static str,
    before: Option<Value>,
    after: Option<Value>,
) -> sqlx::Result<()> {
    log(db, Change { subject: "scorecard", id: id.0, action, before, after }).await
}
