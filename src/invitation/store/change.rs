use serde_json::{Value, json};
use uuid::Uuid;

use crate::access::Role;
use crate::db::{Change, TenantTx, broken_constraint, log};
use crate::invitation::draft::Draft;
use crate::invitation::link::Link;
use crate::mail::{self, Kind, NewLetter};
use crate::values::{InvitationId, MemberId};

/// What came of a new invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Added {
    As(InvitationId),
    /// Somebody invites the same member at this moment; the transaction is spent.
    Beaten,
}

/// Adds an invitation; an earlier one of the same member is good no more.
pub async fn add(db: &mut TenantTx, draft: &Draft, link: &Link) -> sqlx::Result<Added> {
    if let Some(member) = draft.member {
        revoke_earlier(db, member).await?;
    }
    let (company, id, now) = (db.company().0, db.new_id::<InvitationId>(), db.now());
    let added = sqlx::query!(
        "insert into invitation (company_id, id, token_hash, name, role, sells, member_id, department_id, access_until,
             by_member, made_at, ends_at, email)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        company,
        id.0,
        link.hash(),
        draft.name,
        draft.role.code(),
        draft.sells,
        draft.member.map(|member| member.0),
        draft.department.map(|department| department.0),
        draft.access_until,
        author(db),
        now,
        link.ends_at,
        draft.email
    )
    .execute(&mut **db)
    .await;
    match added {
        Err(error) if broken_constraint(&error) == Some("invitation_one_open") => {
            return Ok(Added::Beaten);
        }
        Err(error) => return Err(error),
        Ok(_) => {}
    }
    let after = json!({
        "name": draft.name, "role": draft.role.code(), "sells": draft.sells, "member": draft.member,
        "department": draft.department, "access_until": draft.access_until, "ends_at": link.ends_at,
    });
    record(db, id, "invite", after).await?;
    post(db, id, draft.email.as_deref()).await?;
    Ok(Added::As(id))
}

/// Asks the owner of a company in that an expert has made for him.
pub async fn ask_owner(
    db: &mut TenantTx,
    name: &str,
    email: Option<&str>,
    link: &Link,
) -> sqlx::Result<()> {
    let draft = Draft {
        name: name.to_owned(),
        email: email.map(str::to_owned),
        role: Role::Owner,
        sells: false,
        member: None,
        department: None,
        access_until: None,
    };
    add(db, &draft, link).await?;
    Ok(())
}

async fn revoke_earlier(db: &mut TenantTx, member: MemberId) -> sqlx::Result<()> {
    let (company, now) = (db.company().0, db.now());
    let earlier = sqlx::query_scalar!(
        "update invitation set revoked_at = $3, row_version = row_version + 1
         where company_id = $1 and member_id = $2 and used_at is null and revoked_at is null returning id",
        company,
        member.0,
        now
    )
    .fetch_all(&mut **db)
    .await?;
    for id in earlier {
        record(db, InvitationId(id), "revoke", json!({ "revoked_at": now })).await?;
    }
    Ok(())
}

/// Gives an invitation another link and another author; the old link opens nothing.
/// `false`: somebody used, revoked or renewed it first.
pub async fn renew(
    db: &mut TenantTx,
    id: InvitationId,
    link: &Link,
    row_version: i32,
) -> sqlx::Result<bool> {
    let company = db.company().0;
    let email = sqlx::query_scalar!(
        "update invitation set token_hash = $4, letter_hash = null, ends_at = $5, by_member = $6, row_version = row_version + 1
         where company_id = $1 and id = $2 and row_version = $3 and used_at is null and revoked_at is null
         returning email",
        company,
        id.0,
        row_version,
        link.hash(),
        link.ends_at,
        author(db)
    )
    .fetch_optional(&mut **db)
    .await?;
    let Some(email) = email else { return Ok(false) };
    record(db, id, "renew", json!({ "ends_at": link.ends_at })).await?;
    post(db, id, email.as_deref()).await?;
    Ok(true)
}

/// Writes the letter of an invitation whose address is known.
async fn post(db: &mut TenantTx, id: InvitationId, email: Option<&str>) -> sqlx::Result<()> {
    let Some(email) = email else { return Ok(()) };
    let letter = NewLetter { subject: Some(id.0), ..NewLetter::new(Kind::Invitation, email) };
    mail::write(db, letter).await
}

/// The link in the letter that is being sent: another than the one of the page, so that neither secret is kept.
pub async fn set_letter_link(db: &mut TenantTx, id: InvitationId, link: &Link) -> sqlx::Result<()> {
    let company = db.company().0;
    sqlx::query!(
        "update invitation set letter_hash = $3 where company_id = $1 and id = $2",
        company,
        id.0,
        link.hash()
    )
    .execute(&mut **db)
    .await?;
    Ok(())
}

/// Takes an invitation back. `false`: somebody used, revoked or renewed it first.
pub async fn revoke(db: &mut TenantTx, id: InvitationId, row_version: i32) -> sqlx::Result<bool> {
    let (company, now) = (db.company().0, db.now());
    let done = sqlx::query!(
        "update invitation set revoked_at = $4, row_version = row_version + 1
         where company_id = $1 and id = $2 and row_version = $3 and used_at is null and revoked_at is null",
        company,
        id.0,
        row_version,
        now
    )
    .execute(&mut **db)
    .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    record(db, id, "revoke", json!({ "revoked_at": now })).await?;
    Ok(true)
}

fn author(db: &TenantTx) -> Uuid {
    db.member().map(|member| member.0).unwrap_or_default()
}

async fn record(
    db: &mut TenantTx,
    id: InvitationId,
    action: &'static str,
    after: Value,
) -> sqlx::Result<()> {
    let (subject, after) = ("invitation", Some(after));
    log(db, Change { subject, id: id.0, action, before: None, after }).await
}
