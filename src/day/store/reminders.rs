//! Reminders of days.
use chrono::NaiveDate;

use crate::db::{Change, TenantTx, log};
use crate::values::{MemberId, PersonId};

/// Somebody who sells and has said nothing of a day.
#[derive(Debug)]
pub struct Silent {
    pub member: MemberId,
    pub person: PersonId,
    pub name: String,
}

/// Who sells here on a day, has not closed it and wants to be reminded.
pub async fn silent(db: &mut TenantTx, day: NaiveDate) -> sqlx::Result<Vec<Silent>> {
    let (company, now) = (db.company().0, db.now());
    let rows = sqlx::query!(
        r#"select m.id, m.person_id as "person_id!", m.name from member m
           where m.company_id = $1 and m.sells and m.is_reminded and m.person_id is not null
               and (m.dismissed_on is null or m.dismissed_on > $2) and (m.access_until is null or m.access_until > $3)
               and not exists (select from day_log l where l.company_id = $1 and l.member_id = m.id and l.day = $2)
               and not exists (
                   select from member_department d where d.company_id = $1 and d.member_id = m.id having min(d.from_on) > $2)
           order by m.id"#,
        company,
        day,
        now
    )
    .fetch_all(&mut **db)
    .await?;
    let silent = rows.into_iter().map(|row| Silent {
        member: MemberId(row.id),
        person: PersonId(row.person_id),
        name: row.name,
    });
    Ok(silent.collect())
}

/// Whether a member is reminded of days from now on.
pub async fn set_reminded(db: &mut TenantTx, member: MemberId, is: bool) -> sqlx::Result<()> {
    let company = db.company().0;
    let done = sqlx::query!(
        "update member set is_reminded = $3 where company_id = $1 and id = $2 and is_reminded <> $3",
        company,
        member.0,
        is
    )
    .execute(&mut **db)
    .await?;
    if done.rows_affected() == 0 {
        return Ok(());
    }
    let action = if is { "remind" } else { "stop_reminding" };
    let change = Change { subject: "member", id: member.0, action, before: None, after: None };
    log(db, change).await
}
