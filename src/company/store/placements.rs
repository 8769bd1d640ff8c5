use chrono::NaiveDate;
use serde_json::json;
use uuid::Uuid;

use crate::actual;
use crate::company::timeline::Timeline;
use crate::db::{Change, TenantTx, log};
use crate::values::{DepartmentId, MemberId};

/// In which department a person is since when.
pub async fn placements(
    db: &mut TenantTx,
    member: MemberId,
) -> sqlx::Result<Timeline<DepartmentId>> {
    let company = db.company().0;
    let rows = sqlx::query!(
        "select from_on, department_id from member_department where company_id = $1 and member_id = $2",
        company,
        member.0
    )
    .fetch_all(&mut **db)
    .await?;
    Ok(Timeline::new(
        rows.into_iter().map(|row| (row.from_on, row.department_id.map(DepartmentId))).collect(),
    ))
}

/// Writes a person's departments anew; the facts of the days concerned go with the person.
/// `false`: somebody changed the person first.
pub async fn place_anew(
    db: &mut TenantTx,
    member: MemberId,
    (before, after): (&Timeline<DepartmentId>, &Timeline<DepartmentId>),
    row_version: i32,
) -> sqlx::Result<bool> {
    let company = db.company().0;
    let touched = sqlx::query!(
        "update member set row_version = row_version + 1 where company_id = $1 and id = $2 and row_version = $3",
        company,
        member.0,
        row_version
    )
    .execute(&mut **db)
    .await?;
    if touched.rows_affected() == 0 {
        return Ok(false);
    }
    write(db, member, after).await?;
    let (was, is) =
        (json!({ "departments": before.rows() }), json!({ "departments": after.rows() }));
    let (subject, id, action) = ("member", member.0, "move");
    log(db, Change { subject, id, action, before: Some(was), after: Some(is) }).await?;
    actual::restamp(db, member).await?;
    Ok(true)
}

async fn write(
    db: &mut TenantTx,
    member: MemberId,
    placements: &Timeline<DepartmentId>,
) -> sqlx::Result<()> {
    let company = db.company().0;
    let (days, departments): (Vec<NaiveDate>, Vec<Option<Uuid>>) =
        placements.rows().iter().map(|(day, department)| (*day, department.map(|id| id.0))).unzip();
    sqlx::query!(
        "delete from member_department where company_id = $1 and member_id = $2 and from_on <> all($3)",
        company,
        member.0,
        &days
    )
    .execute(&mut **db)
    .await?;
    sqlx::query!(
        "insert into member_department (company_id, member_id, from_on, department_id)
         select $1, $2, row.day, row.department from unnest($3::date[], $4::uuid[]) as row (day, department)
         on conflict (company_id, member_id, from_on) do update set department_id = excluded.department_id",
        company,
        member.0,
        &days,
        &departments as &[Option<Uuid>]
    )
    .execute(&mut **db)
    .await?;
    Ok(())
}
