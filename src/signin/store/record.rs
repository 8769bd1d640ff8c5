use serde_json::Value;

use super::memberships;
use crate::access::Actor;
use crate::db::{Change, LoginTx, TenantTx, log};
use crate::values::{MemberId, PersonId};

/// Writes a change of one's own sign-in to the log of the company one is in. Secrets are never written.
pub async fn record(db: LoginTx, actor: &Actor, action: &'static str) -> sqlx::Result<TenantTx> {
    record_about(db, actor, actor.member, action, None).await
}

/// Writes what one has done about a member's sign-in.
pub async fn record_about(
    db: LoginTx,
    actor: &Actor,
    about: MemberId,
    action: &'static str,
    after: Option<Value>,
) -> sqlx::Result<TenantTx> {
    let mut db = db.into_company(actor.company, actor.member, actor.role).await?;
    log(&mut db, Change { subject: "member", id: about.0, action, before: None, after }).await?;
    Ok(db)
}

/// The name of the member who signs in by an address in the company of the transaction, which goes on there.
pub async fn member_at(db: TenantTx, email: &str) -> sqlx::Result<(TenantTx, Option<String>)> {
    let (company, by) = (db.company(), db.member().zip(db.role()));
    let mut db = db.into_login().await?;
    let name = sqlx::query_scalar!(
        "select m.name from member m join person p on p.id = m.person_id where m.company_id = $1 and p.email_norm = $2",
        company.0,
        email
    )
    .fetch_optional(&mut *db)
    .await?;
    let db = match by {
        Some((member, role)) => db.into_company(company, member, role).await?,
        None => db.into_company_unattended(company).await?,
    };
    Ok((db, name))
}

/// Who did it, where nobody is signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// The person, by a link.
    Person,
    /// The keeper of the server.
    Server,
}

/// Writes what happened to a sign-in outside any company to the log of each company it opens.
pub async fn record_everywhere(
    mut db: LoginTx,
    person: PersonId,
    by: By,
    action: &'static str,
) -> anyhow::Result<LoginTx> {
    for one in memberships(&mut db, person).await? {
        let mut inside = match by {
            By::Person => db.into_company(one.company, one.member, one.role).await?,
            By::Server => db.into_company_unattended(one.company).await?,
        };
        let id = one.member.0;
        log(&mut inside, Change { subject: "member", id, action, before: None, after: None })
            .await?;
        db = inside.into_login().await?;
    }
    Ok(db)
}
