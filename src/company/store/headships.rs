use chrono::NaiveDate;
use serde_json::json;

use crate::company::department::DepartmentNow;
use crate::company::timeline::Timeline;
use crate::db::{Change, TenantTx, log};
use crate::values::{DepartmentId, MemberId};

/// Who headed a department and since when.
pub async fn headships(
    db: &mut TenantTx,
    department: DepartmentId,
) -> sqlx::Result<Timeline<MemberId>> {
    let company = db.company().0;
    let rows = sqlx::query!(
        "select from_on, member_id from department_head where company_id = $1 and department_id = $2",
        company,
        department.0
    )
    .fetch_all(&mut **db)
    .await?;
    Ok(Timeline::new(
        rows.into_iter().map(|row| (row.from_on, row.member_id.map(MemberId))).collect(),
    ))
}

/// The names of the departments a person heads today or will head.
pub async fn headed_by(
    db: &mut TenantTx,
    member: MemberId,
    today: NaiveDate,
) -> sqlx::Result<Vec<String>> {
    let company = db.company().0;
    sqlx::query_scalar!(
        r#"select d.name from department d where d.company_id = $1 and d.archived_on is null and exists (
               select from department_head h where h.company_id = $1 and h.department_id = d.id and h.member_id = $2
                   and not exists (select from department_head later where later.company_id = $1
                       and later.department_id = d.id and later.from_on > h.from_on and later.from_on <= $3))
           order by d.name collate "ru-x-icu""#,
        company,
        member.0,
        today
    )
    .fetch_all(&mut **db)
    .await
}

/// Gives a department to somebody, or to nobody, from a day on. `false`: somebody changed it first.
pub async fn change_head(
    db: &mut TenantTx,
    department: &DepartmentNow,
    (from_on, head): (NaiveDate, Option<MemberId>),
    row_version: i32,
) -> sqlx::Result<bool> {
    let company = db.company().0;
    let touched = sqlx::query!(
        "update department set row_version = row_version + 1 where company_id = $1 and id = $2 and row_version = $3",
        company,
        department.id.0,
        row_version
    )
    .execute(&mut **db)
    .await?;
    if touched.rows_affected() == 0 {
        return Ok(false);
    }
    appoint_head(db, department.id, head, from_on).await?;
    Ok(true)
}

/// Puts a member, or nobody, at the head of a department from a day on.
pub async fn appoint_head(
    db: &mut TenantTx,
    department: DepartmentId,
    member: Option<MemberId>,
    from_on: NaiveDate,
) -> sqlx::Result<()> {
    let company = db.company();
    let before = headships(db, department).await?.on(from_on);
    sqlx::query!(
        "insert into department_head (company_id, department_id, from_on, member_id) values ($1, $2, $3, $4)
         on conflict (company_id, department_id, from_on) do update set member_id = excluded.member_id",
        company.0,
        department.0,
        from_on,
        member.map(|member| member.0)
    )
    .execute(&mut **db)
    .await?;
    let (before, after) =
        (json!({ "head": before }), json!({ "head": member, "from_on": from_on }));
    let (subject, id, action) = ("department", department.0, "appoint_head");
    log(db, Change { subject, id, action, before: Some(before), after: Some(after) }).await
}
