//! What one person is asked for.
use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::db::TenantTx;
use crate::plan::version::{Target, Version, WeekPlan};
use crate::values::{DepartmentId, MemberId, MetricId, PlanVersionId, WeekPart};

/// Every approved version of the part's month and the last plan of the part itself, of each department, with one
/// person's targets only. One statement.
pub async fn of_member(
    db: &mut TenantTx,
    member: MemberId,
    part: WeekPart,
) -> sqlx::Result<(Vec<Version>, Vec<WeekPlan>)> {
    let company = db.company().0;
    let rows = sqlx::query_as!(
        Row,
        r#"select v.id, v.period, v.department_id, v.starts_on, v.no, v.effective_on, v.made_at, m.name as by_name,
               t.metric_id as "metric_id?", t.value as "value?"
           from plan_version v
           join member m on m.company_id = $1 and m.id = v.by_member
           left join target t on t.company_id = $1 and t.plan_version_id = v.id and t.member_id = $2 and t.level = 'plan' and t.tag = ''
           where v.company_id = $1 and v.state = 'approved'
               and (v.period = 'month' and v.starts_on = $3 or v.period = 'week' and v.starts_on = $4)
           order by v.department_id, v.no, v.id"#,
        company,
        member.0,
        part.month().first(),
        part.starts_on
    )
    .fetch_all(&mut **db)
    .await?;
    let (months, weeks): (Vec<Row>, Vec<Row>) = rows.into_iter().partition(Row::is_month);
    Ok((versions(member, months), last_weeks(versions(member, weeks))))
}

struct Row {
    id: Uuid,
    period: String,
    department_id: Option<Uuid>,
    starts_on: NaiveDate,
    no: i32,
    effective_on: NaiveDate,
    made_at: DateTime<Utc>,
    by_name: String,
    metric_id: Option<Uuid>,
    value: Option<i64>,
}

impl Row {
    fn is_month(&self) -> bool {
        self.period == "month"
    }
}

/// Rows of a version stand together.
fn versions(member: MemberId, rows: Vec<Row>) -> Vec<Version> {
    let mut versions: Vec<Version> = Vec::new();
    for row in rows {
        let target = row.metric_id.map(|metric| Target {
            member: Some(member),
            metric: MetricId(metric),
            value: row.value,
        });
        match versions.last_mut().filter(|version| version.id.0 == row.id) {
            Some(version) => version.targets.extend(target),
            None => versions.push(Version {
                id: PlanVersionId(row.id),
                department: row.department_id.map(DepartmentId),
                month: row.starts_on,
                no: row.no,
                effective_on: row.effective_on,
                reason: None,
                import: None,
                by_name: row.by_name,
                approved_at: row.made_at,
                targets: target.into_iter().collect(),
            }),
        }
    }
    versions
}

/// The last one of each department: they come by number.
fn last_weeks(versions: Vec<Version>) -> Vec<WeekPlan> {
    let mut weeks: Vec<WeekPlan> = Vec::new();
    for version in versions {
        let Some(department) = version.department else { continue };
        weeks.retain(|week| week.department != department);
        weeks.push(WeekPlan {
            department,
            part: WeekPart::containing(version.month),
            no: version.no,
            by_name: version.by_name,
            at: version.approved_at,
            targets: version.targets,
        });
    }
    weeks
}
