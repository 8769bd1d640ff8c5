//! For how much work plans were made, and who works when in the month: one statement, for the sheet has none to spare.
use chrono::NaiveDate;
use serde_json::json;
use sqlx::types::Json;

use crate::db::{Change, TenantTx, log};
use crate::plan::cover::{Decision, Gap, Made};
use crate::values::{DepartmentId, Period, PlanVersionId};
use crate::working_days::{Known, Roster};

pub async fn roster_and_made(
    db: &mut TenantTx,
    month: Period,
) -> sqlx::Result<(Roster, Vec<Made>)> {
    let company = db.company().0;
    let (first, last) = (month.first(), month.last());
    let row = sqlx::query!(
        r#"select working_days($1, $2, $3) as "days!: Json<Known>", (
               select coalesce(jsonb_agg(jsonb_build_object(
                   'department', p.department_id, 'member', p.member_id, 'carries', p.carries)), '[]')
               from plan_cover p
               where p.company_id = $1 and p.month = $2 and not exists (
                   select from plan_cover l where l.company_id = $1 and l.department_id = p.department_id
                       and l.member_id = p.member_id and l.month = p.month and l.no > p.no)) as "made!: Json<Vec<Made>>""#,
        company,
        first,
        last
    )
    .fetch_one(&mut **db)
    .await?;
    Ok((Roster::of(row.days.0, first, last), row.made.0))
}

/// What was decided of somebody's plan in a held department.
pub async fn cover(
    db: &mut TenantTx,
    (department, month): (DepartmentId, NaiveDate),
    gap: &Gap,
    decision: Decision,
    version: Option<PlanVersionId>,
) -> sqlx::Result<()> {
    let (company, now) = (db.company().0, db.now());
    let Some(member) = gap.member else { return Ok(()) };
    sqlx::query!(
        "insert into plan_cover (company_id, department_id, member_id, month, no, decision, carries, plan_version_id, by_member, recorded_at)
         select $1, $2, $3, $4, 1 + coalesce(max(no), 0), $5, $6, $7, $8, $9
         from plan_cover where company_id = $1 and department_id = $2 and member_id = $3 and month = $4",
        company,
        department.0,
        member.0,
        month,
        decision.code(),
        i32::try_from(gap.carries).unwrap_or(i32::MAX),
        version.map(|version| version.0),
        db.member().map(|by| by.0),
        now
    )
    .execute(&mut **db)
    .await?;
    let after = Some(json!({
        "department": department, "month": month, "member": member, "reason": gap.reason(decision),
    }));
    let id = version.map_or(department.0, |version| version.0);
    log(db, Change { subject: "plan", id, action: "cover", before: None, after }).await
}
