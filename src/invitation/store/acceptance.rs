use chrono::NaiveDate;
use serde_json::json;

use super::listing::find;
use crate::access::Role;
use crate::company::{self, Admission};
use crate::db::{Change, LoginTx, TenantTx, broken_constraint, log};
use crate::invitation::state::{Invitation, State};
use crate::values::{CompanyId, InvitationId, MemberId, PersonId};

/// Whose invitation a link is, and whether it is that of its letter. Looked up before anybody's company is known.
pub async fn find_by_token(
    db: &mut LoginTx,
    token_hash: &[u8],
) -> sqlx::Result<Option<(CompanyId, InvitationId, bool)>> {
    let row = sqlx::query!(
        r#"select company_id, id, letter_hash is not distinct from $1 as "by_letter!" from invitation
           where token_hash = $1 or letter_hash = $1"#,
        token_hash
    )
    .fetch_optional(&mut **db)
    .await?;
    Ok(row.map(|row| (CompanyId(row.company_id), InvitationId(row.id), row.by_letter)))
}

/// Somebody who comes by a link.
#[derive(Debug)]
pub struct Newcomer<'a> {
    pub person: PersonId,
    pub name: &'a str,
    /// The member he becomes: the one the invitation names, or a new one.
    pub member: MemberId,
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Accepted {
    Done,
    /// The link has been used, revoked or has ended meanwhile.
    Closed(State),
    /// The person is in the company already; the transaction is spent.
    AlreadyHere,
}

/// Lets somebody in by an invitation. Of two who come at once the second waits here and then finds it used.
pub async fn accept(
    db: &mut TenantTx,
    id: InvitationId,
    newcomer: &Newcomer<'_>,
    today: NaiveDate,
) -> sqlx::Result<Accepted> {
    hold(db, id).await?;
    let Some(invitation) = find(db, id, today).await? else {
        return Ok(Accepted::Closed(State::Void));
    };
    if !invitation.is_open() {
        return Ok(Accepted::Closed(invitation.state));
    }
    match enter(db, &invitation, newcomer, today).await {
        Err(error) if broken_constraint(&error) == Some("member_company_id_person_id_key") => {
            return Ok(Accepted::AlreadyHere);
        }
        Err(error) => return Err(error),
        Ok(false) => return Ok(Accepted::Closed(State::Void)),
        Ok(true) => {}
    }
    if let (Role::Head, Some(department)) = (invitation.role, invitation.department_id()) {
        company::appoint_head(db, department, Some(newcomer.member), today).await?;
    }
    use_up(db, id, newcomer.member).await?;
    Ok(Accepted::Done)
}

async fn hold(db: &mut TenantTx, id: InvitationId) -> sqlx::Result<()> {
    let company = db.company().0;
    sqlx::query!(
        "select id from invitation where company_id = $1 and id = $2 for update",
        company,
        id.0
    )
    .fetch_optional(&mut **db)
    .await?;
    Ok(())
}

/// Becomes the member named, or a new one from today. `false`: somebody else is that member already.
async fn enter(
    db: &mut TenantTx,
    invitation: &Invitation,
    newcomer: &Newcomer<'_>,
    today: NaiveDate,
) -> sqlx::Result<bool> {
    let (person, access_until) = (newcomer.person, invitation.access_until);
    if let Some(member) = invitation.member {
        return company::join(db, member, person, (invitation.role, access_until)).await;
    }
    let admission = Admission {
        id: newcomer.member,
        person: Some(person),
        name: newcomer.name,
        role: invitation.role,
        sells: invitation.sells,
        department: invitation.department_id().map(|department| (department, today)),
        access_until,
    };
    company::admit(db, &admission).await?;
    Ok(true)
}

async fn use_up(db: &mut TenantTx, id: InvitationId, member: MemberId) -> sqlx::Result<()> {
    let (company, now) = (db.company().0, db.now());
    sqlx::query!(
        "update invitation set used_at = $3, used_by = $4, row_version = row_version + 1
         where company_id = $1 and id = $2",
        company,
        id.0,
        now,
        member.0
    )
    .execute(&mut **db)
    .await?;
    let (subject, after) = ("invitation", Some(json!({ "used_by": member })));
    log(db, Change { subject, id: id.0, action: "accept", before: None, after }).await
}
