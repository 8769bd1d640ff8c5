use chrono::NaiveDate;
use serde_json::{Value, json};

use crate::company::department::{Department, DepartmentNow};
use crate::db::{Change, TenantTx, log};
use crate::values::{DepartmentId, MemberId};

/// The departments in use, by name.
pub async fn departments(db: &mut TenantTx) -> sqlx::Result<Vec<Department>> {
    listed(db, None).await
}

/// The departments in use on the day or later, by name: an archived one has its past.
pub async fn departments_since(db: &mut TenantTx, day: NaiveDate) -> sqlx::Result<Vec<Department>> {
    listed(db, Some(day)).await
}

async fn listed(db: &mut TenantTx, since: Option<NaiveDate>) -> sqlx::Result<Vec<Department>> {
    let company = db.company().0;
    let rows = sqlx::query!(
        r#"select id, name from department
           where company_id = $1 and (archived_on is null or archived_on > $2)
           order by name collate "ru-x-icu", id"#,
        company,
        since
    )
    .fetch_all(&mut **db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Department { id: DepartmentId(row.id), name: row.name })
        .collect())
}

/// All departments, archived ones too, with who heads them on the day.
pub async fn departments_now(
    db: &mut TenantTx,
    today: NaiveDate,
) -> sqlx::Result<Vec<DepartmentNow>> {
    let company = db.company().0;
    let rows = sqlx::query!(
        r#"select d.id, d.name, d.archived_on, d.row_version, h.member_id as "head?"
           from department d
           left join lateral (
               select member_id from department_head
               where company_id = $1 and department_id = d.id and from_on <= $2
               order by from_on desc limit 1) h on true
           where d.company_id = $1 order by d.name collate "ru-x-icu", d.id"#,
        company,
        today
    )
    .fetch_all(&mut **db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| DepartmentNow {
            id: DepartmentId(row.id),
            name: row.name,
            head: row.head.map(MemberId),
            archived_on: row.archived_on,
            row_version: row.row_version,
        })
        .collect())
}

pub async fn add_department(db: &mut TenantTx, name: &str) -> sqlx::Result<DepartmentId> {
    let (company, id) = (db.company().0, db.new_id::<DepartmentId>());
    sqlx::query!(
        "insert into department (company_id, id, name) values ($1, $2, $3)",
        company,
        id.0,
        name
    )
    .execute(&mut **db)
    .await?;
    let after = Some(json!({ "name": name }));
    log(db, Change { subject: "department", id: id.0, action: "add", before: None, after }).await?;
    Ok(id)
}

/// Gives a department another name. `false`: somebody changed it first.
pub async fn rename_department(
    db: &mut TenantTx,
    before: &DepartmentNow,
    name: &str,
    row_version: i32,
) -> sqlx::Result<bool> {
    let company = db.company().0;
    let done = sqlx::query!(
        "update department set name = $4, row_version = row_version + 1
         where company_id = $1 and id = $2 and row_version = $3",
        company,
        before.id.0,
        row_version,
        name
    )
    .execute(&mut **db)
    .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    let change = (json!({ "name": before.name }), json!({ "name": name }));
    record(db, before, "rename", change).await?;
    Ok(true)
}

/// Puts a department into the archive from a day on, or takes it back. `false`: somebody changed it first.
pub async fn archive_department(
    db: &mut TenantTx,
    before: &DepartmentNow,
    from: Option<NaiveDate>,
    row_version: i32,
) -> sqlx::Result<bool> {
    let company = db.company().0;
    let done = sqlx::query!(
        "update department set archived_on = $4, row_version = row_version + 1
         where company_id = $1 and id = $2 and row_version = $3",
        company,
        before.id.0,
        row_version,
        from
    )
    .execute(&mut **db)
    .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    let action = if from.is_some() { "archive" } else { "restore" };
    let change = (json!({ "archived_on": before.archived_on }), json!({ "archived_on": from }));
    record(db, before, action, change).await?;
    Ok(true)
}

/// Who is in the department today or will be, and whom an open invitation will bring: it cannot be archived then.
pub async fn who_stays(
    db: &mut TenantTx,
    department: DepartmentId,
    today: NaiveDate,
) -> sqlx::Result<Vec<String>> {
    let (company, now) = (db.company().0, db.now());
    sqlx::query_scalar!(
        r#"select name as "name!" from (
               select m.name from member m join member_department d on d.company_id = $1 and d.member_id = m.id
               where m.company_id = $1 and d.department_id = $2 and (m.dismissed_on is null or m.dismissed_on > $3)
                   and not exists (select from member_department later where later.company_id = $1
                       and later.member_id = m.id and later.from_on > d.from_on and later.from_on <= $3)
               union
               select i.name from invitation i where i.company_id = $1 and i.department_id = $2
                   and i.used_at is null and i.revoked_at is null and i.ends_at > $4) who
           order by name collate "ru-x-icu""#,
        company,
        department.0,
        today,
        now
    )
    .fetch_all(&mut **db)
    .await
}

async fn record(
    db: &mut TenantTx,
    department: &DepartmentNow,
    action: &'static str,
    (before, after): (Value, Value),
) -> sqlx::Result<()> {
    let (subject, id) = ("department", department.id.0);
    log(db, Change { subject, id, action, before: Some(before), after: Some(after) }).await
}
