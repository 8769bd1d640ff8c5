//! Absences.
use chrono::NaiveDate;
use serde_json::json;
use uuid::Uuid;

use crate::db::{Change, TenantTx, log};
use crate::values::MemberId;
use crate::working_days::absence::{Absence, AbsenceKind, NewAbsence};

/// Of one person or of all that end on a day or later, the earliest first; taken back ones of a person too.
pub async fn absences(
    db: &mut TenantTx,
    member: Option<MemberId>,
    since: NaiveDate,
) -> sqlx::Result<Vec<Absence>> {
    let company = db.company().0;
    let rows = sqlx::query!(
        r#"select a.id, a.member_id, a.kind, a.starts_on, a.ends_on, a.note, b.name as by_name, a.voided_at, a.row_version
           from absence a join member b on b.company_id = $1 and b.id = a.by_member
           where a.company_id = $1 and a.ends_on >= $3
               and (a.member_id = $2 or $2::uuid is null and a.voided_at is null)
           order by a.starts_on, a.id"#,
        company,
        member.map(|member| member.0),
        since
    )
    .fetch_all(&mut **db)
    .await?;
    let read = rows.into_iter().map(|row| Absence {
        id: row.id,
        member: MemberId(row.member_id),
        kind: AbsenceKind::from_code(&row.kind).unwrap_or(AbsenceKind::Other),
        starts_on: row.starts_on,
        ends_on: row.ends_on,
        note: row.note,
        by_name: row.by_name,
        is_void: row.voided_at.is_some(),
        row_version: row.row_version,
    });
    Ok(read.collect())
}

/// Keeps a person's days to this transaction until its end.
pub async fn hold(db: &mut TenantTx, member: MemberId) -> sqlx::Result<()> {
    let company = db.company().0;
    sqlx::query!(
        "select id from member where company_id = $1 and id = $2 for no key update",
        company,
        member.0
    )
    .fetch_optional(&mut **db)
    .await?;
    Ok(())
}

pub async fn record(db: &mut TenantTx, member: MemberId, new: &NewAbsence) -> sqlx::Result<()> {
    let (company, id, now) = (db.company().0, db.new_id::<Uuid>(), db.now());
    sqlx::query!(
        "insert into absence (company_id, id, member_id, kind, starts_on, ends_on, note, by_member, recorded_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        company,
        id,
        member.0,
        new.kind.code(),
        new.starts_on,
        new.ends_on,
        new.note,
        db.member().map(|by| by.0),
        now
    )
    .execute(&mut **db)
    .await?;
    let after =
        json!({ "kind": new.kind.code(), "starts_on": new.starts_on, "ends_on": new.ends_on });
    let (action, before) = ("be_away", None);
    log(db, Change { subject: "member", id: member.0, action, before, after: Some(after) }).await
}

/// Takes an absence back. `false`: somebody did before.
pub async fn void(db: &mut TenantTx, absence: &Absence, row_version: i32) -> sqlx::Result<bool> {
    let (company, now) = (db.company().0, db.now());
    let done = sqlx::query!(
        "update absence set voided_by = $4, voided_at = $5, row_version = row_version + 1
         where company_id = $1 and id = $2 and row_version = $3 and voided_at is null",
        company,
        absence.id,
        row_version,
        db.member().map(|by| by.0),
        now
    )
    .execute(&mut **db)
    .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    let before = json!({
        "kind": absence.kind.code(), "starts_on": absence.starts_on, "ends_on": absence.ends_on,
    });
    let (action, after) = ("not_be_away", None);
    let change =
        Change { subject: "member", id: absence.member.0, action, before: Some(before), after };
    log(db, change).await?;
    Ok(true)
}
