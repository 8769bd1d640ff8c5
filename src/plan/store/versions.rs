//! Versions of months.
use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;
use uuid::Uuid;

use crate::db::{Change, TenantTx, log};
use crate::plan::version::{NewVersion, Target, Version};
use crate::values::{DepartmentId, ImportId, MemberId, MetricId, PlanVersionId, TargetId};

/// Approves a version: the next number of its department and month, by the one who acts, now.
/// Two at once are made one after the other. The actor must be a member.
pub async fn approve(db: &mut TenantTx, new: &NewVersion) -> sqlx::Result<PlanVersionId> {
    let no = next_no(db, new.department, "month", new.month).await?;
    let (company, id, now) = (db.company().0, db.new_id::<PlanVersionId>(), db.now());
    let member = db.member().map(|member| member.0);
    sqlx::query!(
        "insert into plan_version (company_id, id, department_id, period, starts_on, no, state, effective_on, reason,
             by_member, made_at, approved_by, approved_at, import_id)
         values ($1, $2, $3, 'month', $4, $5, 'approved', $6, $7, $8, $9, $8, $9, $10)",
        company,
        id.0,
        new.department.0,
        new.month,
        no,
        new.effective_on,
        new.reason,
        member,
        now,
        new.import.map(|import| import.0)
    )
    .execute(&mut **db)
    .await?;
    add_targets(db, id, &new.targets).await?;
    let after = json!({
        "department": new.department, "month": new.month, "no": no, "effective_on": new.effective_on,
        "reason": new.reason, "import": new.import, "targets": new.targets.len(),
    });
    let change =
        Change { subject: "plan", id: id.0, action: "approve", before: None, after: Some(after) };
    log(db, change).await?;
    Ok(id)
}

/// The next version's number. The department's row is held until the end of the transaction, so
/// that two approvals do not take the same one.
pub(super) async fn next_no(
    db: &mut TenantTx,
    department: DepartmentId,
    period: &str,
    starts_on: NaiveDate,
) -> sqlx::Result<i32> {
    let company = db.company().0;
    sqlx::query!(
        "select id from department where company_id = $1 and id = $2 for update",
        company,
        department.0
    )
    .fetch_one(&mut **db)
    .await?;
    sqlx::query_scalar!(
        r#"select coalesce(max(no), 0) + 1 as "no!" from plan_version
           where company_id = $1 and department_id = $2 and period = $3 and starts_on = $4"#,
        company,
        department.0,
        period,
        starts_on
    )
    .fetch_one(&mut **db)
    .await
}

pub(super) async fn add_targets(
    db: &mut TenantTx,
    version: PlanVersionId,
    targets: &[Target],
) -> sqlx::Result<()> {
    let company = db.company().0;
    let ids: Vec<Uuid> = targets.iter().map(|_| db.new_id::<TargetId>().0).collect();
    let metrics: Vec<Uuid> = targets.iter().map(|target| target.metric.0).collect();
    let members: Vec<Option<Uuid>> =
        targets.iter().map(|target| target.member.map(|m| m.0)).collect();
    let values: Vec<Option<i64>> = targets.iter().map(|target| target.value).collect();
    sqlx::query!(
        "insert into target (company_id, id, plan_version_id, metric_id, member_id, value)
         select $1, n.id, $2, n.metric_id, n.member_id, n.value
         from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::bigint[]) as n (id, metric_id, member_id, value)",
        company,
        version.0,
        &ids,
        &metrics,
        &members as &[Option<Uuid>],
        &values as &[Option<i64>]
    )
    .execute(&mut **db)
    .await?;
    Ok(())
}

/// The version of a department's month that was approved last.
pub async fn latest(
    db: &mut TenantTx,
    department: DepartmentId,
    month: NaiveDate,
) -> sqlx::Result<Option<Version>> {
    let found = latest_between(db, month, month).await?;
    Ok(found.into_iter().find(|version| version.department == Some(department)))
}

/// The last approved version of each department and month, months from first to last by their
/// first days. Two statements however many there are.
pub async fn latest_between(
    db: &mut TenantTx,
    first: NaiveDate,
    last: NaiveDate,
) -> sqlx::Result<Vec<Version>> {
    let company = db.company().0;
    let rows = sqlx::query_as!(
        Row,
        r#"select distinct on (v.department_id, v.starts_on) v.id, v.department_id, v.starts_on, v.no, v.effective_on,
               v.reason, v.import_id, m.name as by_name, v.approved_at as "approved_at!"
           from plan_version v
           join member m on m.company_id = $1 and m.id = v.by_member
           where v.company_id = $1 and v.period = 'month' and v.state = 'approved' and v.starts_on between $2 and $3
           order by v.department_id, v.starts_on, v.no desc"#,
        company,
        first,
        last
    )
    .fetch_all(&mut **db)
    .await?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let mut targets = targets_of(db, &ids).await?;
    Ok(rows.into_iter().map(|row| row.with(&mut targets)).collect())
}

pub(super) async fn targets_of(
    db: &mut TenantTx,
    versions: &[Uuid],
) -> sqlx::Result<HashMap<Uuid, Vec<Target>>> {
    let company = db.company().0;
    let rows = sqlx::query!(
        "select plan_version_id, member_id, metric_id, value from target
         where company_id = $1 and plan_version_id = any($2) and level = 'plan' and tag = ''
         order by member_id, metric_id",
        company,
        versions
    )
    .fetch_all(&mut **db)
    .await?;
    let mut targets: HashMap<Uuid, Vec<Target>> = HashMap::new();
    for row in rows {
        let (member, metric) = (row.member_id.map(MemberId), MetricId(row.metric_id));
        let target = Target { member, metric, value: row.value };
        targets.entry(row.plan_version_id).or_default().push(target);
    }
    Ok(targets)
}

struct Row {
    id: Uuid,
    department_id: Option<Uuid>,
    starts_on: NaiveDate,
    no: i32,
    effective_on: NaiveDate,
    reason: Option<String>,
    import_id: Option<Uuid>,
    by_name: String,
    approved_at: DateTime<Utc>,
}

impl Row {
    fn with(self, targets: &mut HashMap<Uuid, Vec<Target>>) -> Version {
        Version {
            targets: targets.remove(&self.id).unwrap_or_default(),
            id: PlanVersionId(self.id),
            department: self.department_id.map(DepartmentId),
            month: self.starts_on,
            no: self.no,
            effective_on: self.effective_on,
            reason: self.reason,
            import: self.import_id.map(ImportId),
            by_name: self.by_name,
            approved_at: self.approved_at,
        }
    }
}

/// Every approved version of a month, of all departments.
pub async fn history(db: &mut TenantTx, month: NaiveDate) -> sqlx::Result<Vec<Version>> {
    let company = db.company().0;
    let rows = sqlx::query_as!(
        Row,
        r#"select v.id, v.department_id, v.starts_on, v.no, v.effective_on, v.reason, v.import_id, m.name as by_name,
               v.approved_at as "approved_at!"
           from plan_version v
           join member m on m.company_id = $1 and m.id = v.by_member
           where v.company_id = $1 and v.period = 'month' and v.state = 'approved' and v.starts_on = $2
           order by v.department_id, v.no"#,
        company,
        month
    )
    .fetch_all(&mut **db)
    .await?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let mut targets = targets_of(db, &ids).await?;
    Ok(rows.into_iter().map(|row| row.with(&mut targets)).collect())
}

/// Holds the departments until the end of the transaction: what is read next stays the last version.
pub async fn hold_departments(db: &mut TenantTx) -> sqlx::Result<()> {
    let company = db.company().0;
    sqlx::query!("select id from department where company_id = $1 order by id for update", company)
        .fetch_all(&mut **db)
        .await?;
    Ok(())
}

/// The sums of facts of each person and metric from first to last.
pub async fn facts(
    db: &mut TenantTx,
    first: NaiveDate,
    last: NaiveDate,
) -> sqlx::Result<HashMap<(MemberId, MetricId), i64>> {
    let company = db.company().0;
    let rows = sqlx::query!(
        r#"select member_id, metric_id, sum(value)::bigint as "value!" from fact_day
           where company_id = $1 and day between $2 and $3 group by member_id, metric_id"#,
        company,
        first,
        last
    )
    .fetch_all(&mut **db)
    .await?;
    let cell = |row: &Uuid, metric: &Uuid| (MemberId(*row), MetricId(*metric));
    Ok(rows.iter().map(|row| (cell(&row.member_id, &row.metric_id), row.value)).collect())
}
