//! What a report is made of, in a fixed small number of statements.
use std::collections::HashMap;

use chrono::{DateTime, Months, NaiveDate, Utc};
use uuid::Uuid;

use super::course::Frame;
use super::evidence::{Evidence, FactRow, Seller, TargetRow};
use super::profile::{LONGEST, Profile};
use crate::company::{self, Member};
use crate::db::TenantTx;
use crate::metric::{self, Kind, Metric};
use crate::plan::{Target, WeekPlan};
use crate::values::{DepartmentId, MemberId, MetricId, Period, Span, WeekPart};

/// People, metrics, plans and facts of a period: four statements, and one more while the period
/// is under way, to learn how money usually comes.
pub async fn evidence(db: &mut TenantTx, frame: &Frame) -> sqlx::Result<Evidence> {
    let sellers = company::members(db, frame.today).await?.into_iter().map(Seller::from).collect();
    let (hidden, metrics): (Vec<Metric>, Vec<Metric>) =
        metric::all(db).await?.into_iter().partition(|metric| metric.is_hidden);
    let (targets, weeks) = targets(db, frame.period).await?;
    let mut sellers: Vec<Seller> = sellers;
    sellers.extend(Seller::nobody(&targets));
    let facts = facts(db, frame.period).await?;
    let money = metrics.iter().filter(|metric| metric.kind == Kind::Money && metric.is_summed());
    let money: Vec<Uuid> = money.map(|metric| metric.id.0).collect();
    let profiles = if frame.is_finished() || frame.is_ahead() || money.is_empty() {
        HashMap::new()
    } else {
        profiles(db, frame, &money).await?
    };
    Ok(Evidence { sellers, metrics, hidden, targets, weeks, facts, profiles })
}

/// [`Evidence::planned_months`] of one metric: a statement, for no facts are needed.
pub async fn planned_months(
    db: &mut TenantTx,
    frame: &Frame,
    people: &[Member],
    metric: &Metric,
    of: Option<MemberId>,
) -> sqlx::Result<Vec<(MemberId, Period)>> {
    let (targets, weeks) = targets(db, frame.period).await?;
    let evidence = Evidence {
        sellers: people.iter().cloned().map(Seller::from).collect(),
        metrics: vec![metric.clone()],
        targets,
        weeks,
        ..Evidence::default()
    };
    Ok(evidence.planned_months(frame, metric.id, of))
}

impl From<Member> for Seller {
    fn from(member: Member) -> Self {
        Self {
            id: member.id,
            name: member.name,
            sells: member.sells,
            department: member.department,
            dismissed_on: member.dismissed_on,
        }
    }
}

/// Every approved version of the period's months; one that holds no numbers is a row besides. Of a day or a week also
/// what heads set for its parts: the last plan of each.
async fn targets(
    db: &mut TenantTx,
    period: Period,
) -> sqlx::Result<(Vec<TargetRow>, Vec<WeekPlan>)> {
    let company = db.company().0;
    let weeks_from = matches!(period.span(), Span::Day | Span::Week)
        .then(|| WeekPart::containing(period.first()).starts_on);
    let rows = sqlx::query_as!(
        Row,
        r#"select v.id, v.period, v.starts_on, v.department_id, v.effective_on, v.no, m.name as by_name, v.made_at,
               t.member_id as "member_id?", t.metric_id as "metric_id?", t.value as "value?"
           from plan_version v
           join member m on m.company_id = $1 and m.id = v.by_member
           left join target t on t.company_id = $1 and t.plan_version_id = v.id
               and t.level = 'plan' and t.tag = ''
           where v.company_id = $1 and v.state = 'approved' and v.starts_on <= $3
               and (v.period = 'month' and v.starts_on >= $2
                   or v.period = 'week' and v.starts_on >= $4::date and not exists (
                       select from plan_version l where l.company_id = $1 and l.department_id = v.department_id
                           and l.period = 'week' and l.starts_on = v.starts_on and l.no > v.no))
           order by v.period, v.starts_on, v.id"#,
        company,
        Period::month(period.first()).first(),
        period.last(),
        weeks_from
    )
    .fetch_all(&mut **db)
    .await?;
    let (weeks, months): (Vec<Row>, Vec<Row>) =
        rows.into_iter().partition(|row| row.period == "week");
    Ok((months.into_iter().map(Row::target).collect(), gathered(weeks)))
}

/// A row a target, those of a week's plan together.
fn gathered(rows: Vec<Row>) -> Vec<WeekPlan> {
    let mut weeks: Vec<(Uuid, WeekPlan)> = vec![];
    for row in rows {
        let Some(department) = row.department_id.map(DepartmentId) else { continue };
        if weeks.last().is_none_or(|(id, _)| *id != row.id) {
            let part = WeekPart::containing(row.starts_on);
            let (by_name, at, targets) = (row.by_name, row.made_at, vec![]);
            weeks.push((row.id, WeekPlan { department, part, no: row.no, by_name, at, targets }));
        }
        if let (Some((_, week)), Some(metric)) = (weeks.last_mut(), row.metric_id.map(MetricId)) {
            let member = row.member_id.map(MemberId);
            week.targets.push(Target { member, metric, value: row.value });
        }
    }
    weeks.into_iter().map(|(_, week)| week).collect()
}

struct Row {
    id: Uuid,
    period: String,
    starts_on: NaiveDate,
    department_id: Option<Uuid>,
    effective_on: NaiveDate,
    no: i32,
    by_name: String,
    made_at: DateTime<Utc>,
    member_id: Option<Uuid>,
    metric_id: Option<Uuid>,
    value: Option<i64>,
}

impl Row {
    fn target(self) -> TargetRow {
        TargetRow {
            month: self.starts_on,
            department: self.department_id.map(DepartmentId),
            effective_on: self.effective_on,
            no: self.no,
            cell: self.metric_id.map(|metric| {
                (self.member_id.map_or(MemberId::NOBODY, MemberId), MetricId(metric))
            }),
            value: self.value,
        }
    }
}

/// A row a person, metric and department: days side by side cost a tenth of a row each.
async fn facts(db: &mut TenantTx, period: Period) -> sqlx::Result<Vec<FactRow>> {
    let company = db.company().0;
    let rows = sqlx::query!(
        r#"select member_id, metric_id, department_id, array_agg(day) as "days!", array_agg(value) as "values!"
           from fact_day where company_id = $1 and day between $2 and $3 group by member_id, metric_id, department_id"#,
        company,
        period.first(),
        period.last()
    )
    .fetch_all(&mut **db)
    .await?;
    let facts = rows.into_iter().flat_map(|row| {
        let (member, metric) = (MemberId(row.member_id), MetricId(row.metric_id));
        let department = row.department_id.map(DepartmentId);
        let days = row.days.into_iter().zip(row.values);
        days.map(move |(day, value)| FactRow { member, metric, day, department, value })
    });
    Ok(facts.collect())
}

/// How each money metric came in the months before this one.
async fn profiles(
    db: &mut TenantTx,
    frame: &Frame,
    money: &[Uuid],
) -> sqlx::Result<HashMap<MetricId, Profile>> {
    let this_month = Period::month(frame.today);
    let first = this_month.first() - Months::new(LONGEST);
    let days = days_of(db, money, first, this_month.previous().last()).await?;
    let months: Vec<Period> =
        std::iter::successors(Some(Period::month(first)), |month| Some(month.next()))
            .take_while(|month| *month < this_month)
            .collect();
    let profile = |(metric, days): (MetricId, Vec<(NaiveDate, i64)>)| {
        Some((metric, Profile::of_days(&months, &days, frame.calendar())?))
    };
    Ok(days.into_iter().filter_map(profile).collect())
}

async fn days_of(
    db: &mut TenantTx,
    metrics: &[Uuid],
    first: NaiveDate,
    last: NaiveDate,
) -> sqlx::Result<HashMap<MetricId, Vec<(NaiveDate, i64)>>> {
    let company = db.company().0;
    let rows = sqlx::query!(
        r#"select asked.metric_id as "metric_id!", array_agg(by_day.day) as "days!", array_agg(by_day.value) as "values!"
           from unnest($2::uuid[]) as asked (metric_id)
           cross join lateral (
               select day, sum(value)::bigint as value from fact_day
               where company_id = $1 and metric_id = asked.metric_id and day between $3 and $4 group by day) by_day
           group by asked.metric_id"#,
        company,
        metrics,
        first,
        last
    )
    .fetch_all(&mut **db)
    .await?;
    let days = rows.into_iter();
    Ok(days.map(|row| (MetricId(row.metric_id), zipped(row.days, row.values))).collect())
}

fn zipped(days: Vec<NaiveDate>, values: Vec<i64>) -> Vec<(NaiveDate, i64)> {
    days.into_iter().zip(values).collect()
}
