use chrono::{DateTime, Utc};

use crate::db::LoginTx;
use crate::signin::reset::Link;
use crate::signin::session::token_hash;
use crate::values::{CompanyId, MemberId, PersonId};

/// Holds a person until the transaction ends: nobody joins a company or makes a link meanwhile.
pub async fn hold_person(db: &mut LoginTx, person: PersonId) -> sqlx::Result<()> {
    sqlx::query!("select id from person where id = $1 for update", person.0)
        .fetch_one(&mut **db)
        .await?;
    Ok(())
}

/// The link of a secret, if there ever was one.
pub async fn link(db: &mut LoginTx, secret: &str) -> sqlx::Result<Option<Link>> {
    let now = db.now();
    let row = sqlx::query!(
        r#"select l.person_id, p.name, coalesce(p.email_norm, '') as "email!", l.ends_at, l.revoked_at, l.lifts_second_factor,
               l.used_at, exists (
                   select from member m join company c on c.id = m.company_id
                   where m.person_id = l.person_id and m.company_id <> l.company_id
                       and (m.dismissed_on is null or m.dismissed_on > ($2::timestamptz at time zone c.tz)::date)
                       and (m.access_until is null or m.access_until > $2)) as "is_elsewhere!",
               l.company_id is not null and not exists (
                   select from member m join company c on c.id = m.company_id
                   where m.company_id = l.company_id and m.id = l.made_by and m.person_id is not null
                       and (m.dismissed_on is null or m.dismissed_on > ($2::timestamptz at time zone c.tz)::date)
                       and (m.access_until is null or m.access_until > $2)) as "is_makers_gone!"
           from reset_link l join person p on p.id = l.person_id where l.token_hash = $1"#,
        token_hash(secret),
        now
    )
    .fetch_optional(&mut **db)
    .await?;
    Ok(row.map(|row| Link {
        person: PersonId(row.person_id),
        name: row.name,
        email: row.email,
        ends_at: row.ends_at,
        revoked_at: row.revoked_at,
        used_at: row.used_at,
        is_elsewhere: row.is_elsewhere,
        is_makers_gone: row.is_makers_gone,
        lifts_second_factor: row.lifts_second_factor,
    }))
}

/// Who makes a link: a member of a company, by name; or the keeper of the server.
#[derive(Debug)]
pub enum Maker<'a> {
    /// The person, who reads the letter.
    Letter,
    Member(CompanyId, MemberId, &'a str),
    /// `lifts`: whether the second factor goes with the old password.
    Server {
        lifts: bool,
    },
}

/// Makes a link in the place of earlier ones. The person is held.
pub async fn add_link(
    db: &mut LoginTx,
    secret: &str,
    person: PersonId,
    ends_at: DateTime<Utc>,
    maker: &Maker<'_>,
) -> sqlx::Result<()> {
    revoke_links(db, person).await?;
    let (company, member, name) = match maker {
        Maker::Member(company, member, name) => (Some(company.0), Some(member.0), *name),
        Maker::Server { .. } => (None, None, "владелец сервера"),
        Maker::Letter => (None, None, "вы сами, письмом"),
    };
    let now = db.now();
    sqlx::query!(
        "insert into reset_link (token_hash, person_id, company_id, made_by, made_by_name, made_at, ends_at, lifts_second_factor)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        token_hash(secret),
        person.0,
        company,
        member,
        name,
        now,
        ends_at,
        matches!(maker, Maker::Server { lifts: true })
    )
    .execute(&mut **db)
    .await?;
    Ok(())
}

/// Ends the links of a person that still hold.
pub async fn revoke_links(db: &mut LoginTx, person: PersonId) -> sqlx::Result<()> {
    let now = db.now();
    sqlx::query!(
        "update reset_link set revoked_at = $2 where person_id = $1 and used_at is null and revoked_at is null",
        person.0,
        now
    )
    .execute(&mut **db)
    .await?;
    Ok(())
}

/// Who made the link by which the password was last set, and when it was; as long as that is remembered.
pub async fn last_reset(
    db: &mut LoginTx,
    person: PersonId,
) -> sqlx::Result<Option<(String, DateTime<Utc>)>> {
    let row = sqlx::query!(
        r#"select made_by_name, used_at as "used_at!" from reset_link
           where person_id = $1 and used_at is not null order by used_at desc limit 1"#,
        person.0
    )
    .fetch_optional(&mut **db)
    .await?;
    Ok(row.map(|row| (row.made_by_name, row.used_at)))
}

/// Spends a link.
pub async fn spend_link(db: &mut LoginTx, secret: &str) -> sqlx::Result<()> {
    let now = db.now();
    sqlx::query!(
        "update reset_link set used_at = $2 where token_hash = $1",
        token_hash(secret),
        now
    )
    .execute(&mut **db)
    .await?;
    Ok(())
}
