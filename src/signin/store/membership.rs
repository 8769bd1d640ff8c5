use crate::access::Role;
use crate::db::LoginTx;
use crate::values::{CompanyId, MemberId, PersonId};

/// A company a person is in, and as what.
#[derive(Debug)]
pub struct Membership {
    pub company: CompanyId,
    pub member: MemberId,
    pub name: String,
    pub role: Role,
}

pub async fn memberships(db: &mut LoginTx, person: PersonId) -> anyhow::Result<Vec<Membership>> {
    let now = db.now();
    let rows = sqlx::query!(
        "select c.id, c.name, m.id as member, m.role from member m join company c on c.id = m.company_id
         where m.person_id = $1 and (m.dismissed_on is null or m.dismissed_on > ($2::timestamptz at time zone c.tz)::date)
             and (m.access_until is null or m.access_until > $2)
         order by c.name collate \"ru-x-icu\"",
        person.0,
        now
    )
    .fetch_all(&mut **db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let role = row.role.parse().map_err(anyhow::Error::msg)?;
            let (company, member) = (CompanyId(row.id), MemberId(row.member));
            Ok(Membership { company, member, name: row.name, role })
        })
        .collect()
}

/// Moves a session to another of the person's companies; false when the person is not in it.
pub async fn enter_company(
    db: &mut LoginTx,
    hash: &[u8],
    person: PersonId,
    company: CompanyId,
) -> sqlx::Result<bool> {
    let now = db.now();
    let moved = sqlx::query!(
        "update session set company_id = $3 where token_hash = $1 and person_id = $2 and exists (
             select from member m join company c on c.id = m.company_id where m.company_id = $3 and m.person_id = $2
                 and (m.dismissed_on is null or m.dismissed_on > ($4::timestamptz at time zone c.tz)::date)
                 and (m.access_until is null or m.access_until > $4))",
        hash,
        person.0,
        company.0,
        now
    )
    .execute(&mut **db)
    .await?;
    Ok(moved.rows_affected() == 1)
}
