use crate::access::Actor;
use crate::db::{Change, LoginTx, TenantTx, log};

/// Writes a change of one's own sign-in to the log of the company one is in. Secrets are never written.
pub async fn record(db: LoginTx, actor: &Actor, action: &'static str) -> sqlx::Result<TenantTx> {
    let mut db = db.into_company(actor.company, actor.member, actor.role).await?;
    let (subject, id) = ("member", actor.member.0);
    log(&mut db, Change { subject, id, action, before: None, after: None }).await?;
    Ok(db)
}
