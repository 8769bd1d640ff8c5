use std::collections::HashMap;

use chrono::NaiveDate;
use uuid::Uuid;

use crate::db::TenantTx;
use crate::plan::Target;
use crate::values::{DepartmentId, ImportId, MemberId, MetricId, PlanVersionId};

/// A version of a plan that an import brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Brought {
    pub id: PlanVersionId,
    pub department: DepartmentId,
    pub month: NaiveDate,
    pub effective_on: NaiveDate,
    /// The version in force, and from which day.
    pub latest: PlanVersionId,
    pub latest_on: NaiveDate,
    /// The version that it followed.
    pub previous: Option<PlanVersionId>,
    /// The version before it, of an import that still stands or of a person.
    pub before: Option<PlanVersionId>,
}

/// The versions that an import brought, by month.
pub async fn brought(db: &mut TenantTx, import: ImportId) -> sqlx::Result<Vec<Brought>> {
    let company = db.company().0;
    let rows = sqlx::query!(
        r#"select v.id, v.department_id as "department_id!", v.starts_on, v.effective_on,
               l.id as "latest!", l.effective_on as "latest_on!",
               (select p.id from plan_version p
                where p.company_id = $1 and p.department_id = v.department_id and p.period = v.period
                    and p.starts_on = v.starts_on and p.no < v.no
                order by p.no desc limit 1) as "previous?",
               (select b.id from plan_version b
                left join import_run i on i.company_id = $1 and i.id = b.import_id
                where b.company_id = $1 and b.department_id = v.department_id and b.period = v.period
                    and b.starts_on = v.starts_on and b.no < v.no and i.undone_at is null
                order by b.no desc limit 1) as "before?"
           from plan_version v
           join lateral (
               select id, effective_on from plan_version l
               where l.company_id = $1 and l.department_id = v.department_id and l.period = v.period and l.starts_on = v.starts_on
               order by l.no desc limit 1) l on true
           where v.company_id = $1 and v.import_id = $2 and v.department_id is not null
           order by v.starts_on, v.department_id"#,
        company,
        import.0
    )
    .fetch_all(&mut **db)
    .await?;
    let brought = rows.into_iter().map(|row| Brought {
        id: PlanVersionId(row.id),
        department: DepartmentId(row.department_id),
        month: row.starts_on,
        effective_on: row.effective_on,
        latest: PlanVersionId(row.latest),
        latest_on: row.latest_on,
        previous: row.previous.map(PlanVersionId),
        before: row.before.map(PlanVersionId),
    });
    Ok(brought.collect())
}

/// The targets of these versions.
pub async fn targets(
    db: &mut TenantTx,
    versions: &[PlanVersionId],
) -> sqlx::Result<HashMap<PlanVersionId, Vec<Target>>> {
    let company = db.company().0;
    let ids: Vec<Uuid> = versions.iter().map(|version| version.0).collect();
    let rows = sqlx::query!(
        "select plan_version_id, member_id, metric_id, value from target
         where company_id = $1 and plan_version_id = any($2) and level = 'plan' and tag = ''
         order by member_id, metric_id",
        company,
        &ids
    )
    .fetch_all(&mut **db)
    .await?;
    let mut found: HashMap<PlanVersionId, Vec<Target>> = HashMap::new();
    for row in rows {
        let (member, metric) = (row.member_id.map(MemberId), MetricId(row.metric_id));
        let target = Target { member, metric, value: row.value };
        found.entry(PlanVersionId(row.plan_version_id)).or_default().push(target);
    }
    Ok(found)
}
