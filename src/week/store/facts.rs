//! What was said of a department's week.
use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::actual::Origin;
use crate::db::TenantTx;
use crate::values::{DepartmentId, MemberId, MetricId, WeekPart};
use crate::week::facts::{Correction, Fact, Facts, Original};

/// Days of the week with what corrections overruled; sums of the month before it; days closed as done. One statement.
pub async fn facts(
    db: &mut TenantTx,
    department: DepartmentId,
    part: WeekPart,
) -> sqlx::Result<Facts> {
    let company = db.company().0;
    let rows = sqlx::query_as!(
        Row,
        r#"select f.member_id as "member_id!", f.metric_id as "metric_id?", f.day as "day?", f.value as "value?", f.late as "late!",
               f.original as "original?", c.reason as "reason?", c.author as "by_name?", c.recorded_at as "at?",
               o.origin as "origin?", o.author as "original_by?", o.recorded_at as "original_at?"
           from fact_day f
           left join lateral (
               select e.reason, e.recorded_at, a.name as author
               from fact_entry e left join member a on a.company_id = $1 and a.id = e.by_member
               where f.corrected and e.company_id = $1 and e.member_id = f.member_id and e.metric_id = f.metric_id and e.day = f.day
                   and e.tag = f.tag and e.origin = 'correction' and e.value is not null
                   and not exists (select from fact_entry r where r.company_id = $1 and r.replaces_id = e.id)
               limit 1) c on true
           left join lateral (
               select e.origin, e.recorded_at, a.name as author
               from fact_entry e left join member a on a.company_id = $1 and a.id = e.by_member
               where f.corrected and e.company_id = $1 and e.member_id = f.member_id and e.metric_id = f.metric_id and e.day = f.day
                   and e.tag = f.tag and e.origin <> 'correction' and e.value is not null
                   and not exists (select from fact_entry r where r.company_id = $1 and r.replaces_id = e.id)
               order by array_position(array['crm', 'import', 'manual'], e.origin)
               limit 1) o on true
           where f.company_id = $1 and f.department_id = $2 and f.day between $4 and $5
           union all
           select f.member_id, f.metric_id, null, sum(f.value)::bigint, false, null, null, null, null, null, null, null
           from fact_day f where f.company_id = $1 and f.department_id = $2 and f.day >= $3 and f.day < $4
           group by f.member_id, f.metric_id
           union all
           select l.member_id, null, l.day, null, l.late, null, null, null, null, null, null, null
           from day_log l where l.company_id = $1 and l.day between $4 and $5"#,
        company,
        department.0,
        part.month().first(),
        part.starts_on,
        part.ends_on
    )
    .fetch_all(&mut **db)
    .await?;
    let mut facts = Facts::default();
    for row in rows {
        row.say(&mut facts);
    }
    Ok(facts)
}

struct Row {
    member_id: Uuid,
    metric_id: Option<Uuid>,
    day: Option<NaiveDate>,
    value: Option<i64>,
    late: bool,
    original: Option<i64>,
    reason: Option<String>,
    by_name: Option<String>,
    at: Option<DateTime<Utc>>,
    origin: Option<String>,
    original_by: Option<String>,
    original_at: Option<DateTime<Utc>>,
}

impl Row {
    fn say(self, facts: &mut Facts) {
        let (member, metric) = (MemberId(self.member_id), self.metric_id.map(MetricId));
        match (metric, self.day, self.value) {
            (Some(metric), Some(day), Some(value)) => {
                let (is_late, correction) = (self.late, self.correction());
                facts.say((member, metric), day, Fact { value, is_late, correction });
            }
            (Some(metric), None, Some(sum)) => facts.say_earlier((member, metric), sum),
            (None, Some(day), _) => facts.log(member, day, self.late),
            _ => {}
        }
    }

    fn correction(self) -> Option<Correction> {
        let (at, reason) = (self.at?, self.reason.unwrap_or_default());
        let origin = self.origin.as_deref().and_then(Origin::from_code);
        let said = origin.zip(self.original_at).map(|(origin, at)| (origin, self.original_by, at));
        let original = self.original.map(|value| Original { value, said });
        Some(Correction { original, reason, by_name: self.by_name, at })
    }
}
