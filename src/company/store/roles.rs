use serde_json::{Value, json};

use super::owners::is_last_owner;
use crate::access::Role;
use crate::company::base_role::RoleDraft;
use crate::company::member::Member;
use crate::db::{Change, TenantTx, log};

/// What came of a change that a company may not survive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    Done,
    /// Somebody changed the person first.
    Overtaken,
    /// The company would be left without an owner.
    LastOwner,
}

/// Gives a person another base role, or an expert another last day.
pub async fn change_role(
    db: &mut TenantTx,
    before: &Member,
    draft: RoleDraft,
    row_version: i32,
) -> sqlx::Result<Kept> {
    let leaves_owners = before.role == Role::Owner && draft.role != Role::Owner;
    if leaves_owners && is_last_owner(db, before.id).await? {
        return Ok(Kept::LastOwner);
    }
    let company = db.company().0;
    let done = sqlx::query!(
        "update member set role = $4, access_until = $5, row_version = row_version + 1
         where company_id = $1 and id = $2 and row_version = $3",
        company,
        before.id.0,
        row_version,
        draft.role.code(),
        draft.access_until
    )
    .execute(&mut **db)
    .await?;
    if done.rows_affected() == 0 {
        return Ok(Kept::Overtaken);
    }
    let (was, is) =
        (written(before.role, before.access_until), written(draft.role, draft.access_until));
    let (subject, id, action) = ("member", before.id.0, "change_role");
    log(db, Change { subject, id, action, before: Some(was), after: Some(is) }).await?;
    Ok(Kept::Done)
}

fn written(role: Role, access_until: Option<chrono::DateTime<chrono::Utc>>) -> Value {
    json!({ "role": role.code(), "access_until": access_until })
}
