//! Months and weeks of one department at once, for pages that need both.
use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::db::TenantTx;
use crate::plan::version::{Plans, Target, Version, WeekPlan};
use crate::values::{DepartmentId, ImportId, MemberId, MetricId, PlanVersionId, WeekPart};

/// What was set for a department's weeks from first to last: every version of their months, the last plan of each
/// week. One statement.
pub async fn plans(
    db: &mut TenantTx,
    department: DepartmentId,
    first: WeekPart,
    last: WeekPart,
) -> sqlx::Result<Plans> {
    let company = db.company().0;
    let rows = sqlx::query_as!(
        Row,
        r#"select v.id, v.department_id as "department_id!", v.period, v.starts_on, v.no, v.effective_on, v.reason, v.import_id,
               m.name as by_name, v.approved_at as "approved_at!", t.member_id as "member_id?", t.metric_id as "metric_id?",
               t.value as "value?"
           from plan_version v
           join member m on m.company_id = $1 and m.id = v.by_member
           left join target t on t.company_id = $1 and t.plan_version_id = v.id and t.level = 'plan' and t.tag = ''
           where v.company_id = $1 and v.department_id = $2 and v.state = 'approved'
               and (v.period = 'month' and v.starts_on between $3 and $5
                   or v.period = 'week' and v.starts_on between $4 and $5 and not exists (
                       select from plan_version l where l.company_id = $1 and l.department_id = $2 and l.period = 'week'
                           and l.starts_on = v.starts_on and l.no > v.no))
           order by v.period, v.starts_on, v.no, t.member_id, t.metric_id"#,
        company,
        department.0,
        first.month().first(),
        first.starts_on,
        last.starts_on
    )
    .fetch_all(&mut **db)
    .await?;
    Ok(gathered(rows))
}

/// A row a target, those of a version together; a version without targets is one row.
fn gathered(rows: Vec<Row>) -> Plans {
    let mut plans = Plans::default();
    let mut versions: Vec<(Row, Vec<Target>)> = vec![];
    for row in rows {
        let target = row.target();
        match versions.last_mut() {
            Some((last, targets)) if last.id == row.id => targets.extend(target),
            _ => versions.push((row, target.into_iter().collect())),
        }
    }
    for (row, targets) in versions {
        if row.period == "week" {
            plans.weeks.push(row.week(targets));
        } else {
            plans.months.push(row.month(targets));
        }
    }
    plans
}

struct Row {
    id: Uuid,
    department_id: Uuid,
    period: String,
    starts_on: NaiveDate,
    no: i32,
    effective_on: NaiveDate,
    reason: Option<String>,
    import_id: Option<Uuid>,
    by_name: String,
    approved_at: DateTime<Utc>,
    member_id: Option<Uuid>,
    metric_id: Option<Uuid>,
    value: Option<i64>,
}

impl Row {
    fn target(&self) -> Option<Target> {
        let metric = MetricId(self.metric_id?);
        Some(Target { member: self.member_id.map(MemberId), metric, value: self.value })
    }

    fn week(self, targets: Vec<Target>) -> WeekPlan {
        WeekPlan {
            department: DepartmentId(self.department_id),
            part: WeekPart::containing(self.starts_on),
            no: self.no,
            by_name: self.by_name,
            at: self.approved_at,
            targets,
        }
    }

    fn month(self, targets: Vec<Target>) -> Version {
        Version {
            id: PlanVersionId(self.id),
            department: Some(DepartmentId(self.department_id)),
            month: self.starts_on,
            no: self.no,
            effective_on: self.effective_on,
            reason: self.reason,
            import: self.import_id.map(ImportId),
            by_name: self.by_name,
            approved_at: self.approved_at,
            targets,
        }
    }
}
