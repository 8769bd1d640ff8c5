use chrono::NaiveDate;
use serde_json::json;

use super::owners::is_last_owner;
use super::roles::Kept;
use crate::access::Role;
use crate::company::member::Member;
use crate::db::{Change, TenantTx, log};

/// Dismisses a person from a day on, or takes that back.
pub async fn dismiss(
    db: &mut TenantTx,
    member: &Member,
    from: Option<NaiveDate>,
    row_version: i32,
) -> sqlx::Result<Kept> {
    let leaves_owners = from.is_some() && member.role == Role::Owner;
    if leaves_owners && is_last_owner(db, member.id).await? {
        return Ok(Kept::LastOwner);
    }
    let company = db.company().0;
    let done = sqlx::query!(
        "update member set dismissed_on = $4, row_version = row_version + 1
         where company_id = $1 and id = $2 and row_version = $3",
        company,
        member.id.0,
        row_version,
        from
    )
    .execute(&mut **db)
    .await?;
    if done.rows_affected() == 0 {
        return Ok(Kept::Overtaken);
    }
    let (before, after) = (
        Some(json!({ "dismissed_on": member.dismissed_on })),
        Some(json!({ "dismissed_on": from })),
    );
    let action = if from.is_some() { "dismiss" } else { "take_back" };
    log(db, Change { subject: "member", id: member.id.0, action, before, after }).await?;
    Ok(Kept::Done)
}
