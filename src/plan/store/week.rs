//! Plans of weeks: the head's own word, valid at once; the month's approved plan stays as it is.
use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;
use uuid::Uuid;

use super::versions::{add_targets, next_no, targets_of};
use crate::db::{Change, TenantTx, log};
use crate::plan::version::{NewWeek, WeekPlan};
use crate::values::{DepartmentId, PlanVersionId, WeekPart};

/// Sets a week's plan as its next version, by the member who acts, and gives its number. Two at once are made
/// one after the other.
pub async fn set_week(db: &mut TenantTx, new: &NewWeek) -> sqlx::Result<i32> {
    let no = next_no(db, new.department, "week", new.part.starts_on).await?;
    let (company, id, now) = (db.company().0, db.new_id::<PlanVersionId>(), db.now());
    let member = db.member().map(|member| member.0);
    sqlx::query!(
        "insert into plan_version (company_id, id, department_id, period, starts_on, no, state, effective_on, by_member,
             made_at, approved_by, approved_at)
         values ($1, $2, $3, 'week', $4, $5, 'approved', $4, $6, $7, $6, $7)",
        company,
        id.0,
        new.department.0,
        new.part.starts_on,
        no,
        member,
        now
    )
    .execute(&mut **db)
    .await?;
    add_targets(db, id, &new.targets).await?;
    let after = json!({
        "department": new.department, "starts_on": new.part.starts_on, "ends_on": new.part.ends_on, "no": no,
        "targets": new.targets.len(),
    });
    let (subject, action) = ("week_plan", "set");
    log(db, Change { subject, id: id.0, action, before: None, after: Some(after) }).await?;
    Ok(no)
}

/// The last plan of each department's week part that starts from first to last. Two statements.
pub async fn week_plans(
    db: &mut TenantTx,
    first: NaiveDate,
    last: NaiveDate,
) -> sqlx::Result<Vec<WeekPlan>> {
    let company = db.company().0;
    let rows = sqlx::query_as!(
        Row,
        r#"select distinct on (v.department_id, v.starts_on) v.id, v.department_id as "department_id!", v.starts_on, v.no,
               m.name as by_name, v.made_at
           from plan_version v
           join member m on m.company_id = $1 and m.id = v.by_member
           where v.company_id = $1 and v.period = 'week' and v.state = 'approved' and v.department_id is not null
               and v.starts_on between $2 and $3
           order by v.department_id, v.starts_on, v.no desc"#,
        company,
        first,
        last
    )
    .fetch_all(&mut **db)
    .await?;
    if rows.is_empty() {
        return Ok(vec![]);
    }
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let mut targets = targets_of(db, &ids).await?;
    let plan = |row: Row| WeekPlan {
        targets: targets.remove(&row.id).unwrap_or_default(),
        department: DepartmentId(row.department_id),
        part: WeekPart::containing(row.starts_on),
        no: row.no,
        by_name: row.by_name,
        at: row.made_at,
    };
    Ok(rows.into_iter().map(plan).collect())
}

struct Row {
    id: Uuid,
    department_id: Uuid,
    starts_on: NaiveDate,
    no: i32,
    by_name: String,
    made_at: DateTime<Utc>,
}
