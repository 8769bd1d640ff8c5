use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;

use crate::access::Role;
use crate::db::{Change, TenantTx, log};
use crate::values::{MemberId, PersonId};

/// How a person with a sign-in stands in a company already.
#[derive(Debug, Clone)]
pub struct Standing {
    pub member: MemberId,
    pub role: Role,
    pub dismissed_on: Option<NaiveDate>,
    pub access_until: Option<DateTime<Utc>>,
}

pub async fn standing_of(db: &mut TenantTx, person: PersonId) -> sqlx::Result<Option<Standing>> {
    let company = db.company().0;
    let row = sqlx::query!(
        "select id, role, dismissed_on, access_until from member where company_id = $1 and person_id = $2",
        company,
        person.0
    )
    .fetch_optional(&mut **db)
    .await?;
    row.map(|row| {
        let role = row.role.parse().map_err(|why: String| sqlx::Error::Decode(why.into()))?;
        let (member, dismissed_on) = (MemberId(row.id), row.dismissed_on);
        Ok(Standing { member, role, dismissed_on, access_until: row.access_until })
    })
    .transpose()
}

/// Joins a person to a member who had no sign-in: what was recorded of the member is the person's from now on.
/// `false`: somebody is joined already. One who is in the company as another member is refused by
/// `member_company_id_person_id_key`.
pub async fn join(
    db: &mut TenantTx,
    member: MemberId,
    person: PersonId,
    (role, access_until): (Role, Option<DateTime<Utc>>),
) -> sqlx::Result<bool> {
    let company = db.company().0;
    let joined = sqlx::query!(
        "update member set person_id = $3, role = $4, access_until = $5, row_version = row_version + 1
         where company_id = $1 and id = $2 and person_id is null",
        company,
        member.0,
        person.0,
        role.code(),
        access_until
    )
    .execute(&mut **db)
    .await?;
    if joined.rows_affected() == 0 {
        return Ok(false);
    }
    let after = Some(json!({ "role": role.code(), "access_until": access_until }));
    log(db, Change { subject: "member", id: member.0, action: "join", before: None, after })
        .await?;
    Ok(true)
}
