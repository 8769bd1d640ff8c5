//! The record of changes: who changed what, from what, to what.
use serde_json::Value;
use uuid::Uuid;

use super::TenantTx;
use crate::access::Role;

/// One change, written by the store function that makes it, in the same transaction.
#[derive(Debug)]
pub struct Change {
    /// The noun: `member`, `metric`, `plan`, `import`.
    pub subject: &'static str,
    pub id: Uuid,
    /// The verb: `add`, `rename`, `dismiss`.
    pub action: &'static str,
    pub before: Option<Value>,
    pub after: Option<Value>,
}

/// Adds a change to the company's log with its author, role and time.
pub async fn log(db: &mut TenantTx, change: Change) -> sqlx::Result<()> {
    let (company, id, now) = (db.company(), db.new_id::<Uuid>(), db.now());
    let (member, role) = (db.member().map(|m| m.0), db.role().map(Role::code));
    sqlx::query!(
        "insert into change_log (company_id, id, at, by_member, as_role, subject, subject_id, action, before, after)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        company.0,
        id,
        now,
        member,
        role,
        change.subject,
        change.id,
        change.action,
        change.before,
        change.after
    )
    .execute(&mut **db)
    .await?;
    Ok(())
}
