//! Days of the company's own.
use chrono::NaiveDate;
use serde_json::json;

use crate::db::{Change, TenantTx, log};
use crate::values::DayKind;
use crate::working_days::own_day::NewDays;

/// Keeps the calendar to this transaction until its end.
pub async fn hold_calendar(db: &mut TenantTx) -> sqlx::Result<()> {
    let company = db.company().0;
    sqlx::query!("select id from company where id = $1 for no key update", company)
        .fetch_optional(&mut **db)
        .await?;
    Ok(())
}

/// Adds an edition of each of the days.
pub async fn change_days(db: &mut TenantTx, new: &NewDays) -> sqlx::Result<()> {
    let (company, now, by) = (db.company().0, db.now(), db.member().map(|member| member.0));
    let kind = new.kind.map(DayKind::code);
    let days: &[NaiveDate] = &new.days;
    sqlx::query!(
        "insert into company_day (company_id, day, edition, kind, name, by_member, recorded_at)
         select $1, n.day, 1 + (select count(*) from company_day d where d.company_id = $1 and d.day = n.day), $3, $4, $5, $6
         from unnest($2::date[]) as n (day)",
        company,
        days,
        kind,
        new.name,
        by,
        now
    )
    .execute(&mut **db)
    .await?;
    let after = json!({
        "first": new.days.first(), "last": new.days.last(), "days": new.days.len(), "kind": kind, "name": new.name,
    });
    let (subject, action) = ("work_calendar", "change");
    log(db, Change { subject, id: company, action, before: None, after: Some(after) }).await
}
