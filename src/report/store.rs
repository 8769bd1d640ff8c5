//! What a report is made of, in a fixed small number of statements.
use std::collections::HashMap;

use chrono::{Months, NaiveDate};
use uuid::Uuid;

use super::course::Frame;
use super::evidence::{Evidence, FactRow, Seller, TargetRow};
use super::profile::{LONGEST, Profile};
use crate::company::{self, Member};
use crate::db::TenantTx;
use crate::metric::{self, Kind, Metric};
use crate::values::{DepartmentId, MemberId, MetricId, Period};

/// People, metrics, plans and facts of a period: four statements, and one more while the period
/// is under way, to learn how money usually comes.
pub async fn evidence(db: &mut TenantTx, frame: &Frame) -> sqlx::Result<Evidence> {
    let sellers = company::members(db, frame.today).await?.into_iter().map(Seller::from).collect();
    let (hidden, metrics): (Vec<Metric>, Vec<Metric>) =
        metric::all(db).await?.into_iter().partition(|metric| metric.is_hidden);
    let targets = targets(db, frame.period).await?;
    let facts = facts(db, frame.period).await?;
    let money = metrics.iter().filter(|metric| metric.kind == Kind::Money && metric.is_summed());
    let money: Vec<Uuid> = money.map(|metric| metric.id.0).collect();
    let profiles = if frame.is_finished() || frame.is_ahead() || money.is_empty() {
        HashMap::new()
    } else {
        profiles(db, frame, &money).await?
    };
    Ok(Evidence { sellers, metrics, hidden, targets, facts, profiles })
}

/// [`Evidence::planned_months`] of one metric: a statement, for no facts are needed.
pub async fn planned_months(
    db: &mut TenantTx,
    frame: &Frame,
    people: &[Member],
    metric: &Metric,
    of: Option<MemberId>,
) -> sqlx::Result<Vec<(MemberId, Period)>> {
    let evidence = Evidence {
        sellers: people.iter().cloned().map(Seller::from).collect(),
        metrics: vec![metric.clone()],
        targets: targets(db, frame.period).await?,
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

/// Every approved version of the period's months; one that holds no numbers is a row besides.
async fn targets(db: &mut TenantTx, period: Period) -> sqlx::Result<Vec<TargetRow>> {
    let company = db.company().0;
    let rows = sqlx::query!(
        r#"select v.starts_on as "starts_on!", v.department_id as "department_id?", v.effective_on as "effective_on!", v.no as "no!",
               t.member_id as "member_id?", t.metric_id as "metric_id?", t.value as "value?"
           from plan_version v
           left join target t on t.company_id = $1 and t.plan_version_id = v.id and t.member_id is not null
               and t.level = 'plan' and t.tag = ''
           where v.company_id = $1 and v.period = 'month' and v.state = 'approved' and v.starts_on between $2 and $3"#,
        company,
        Period::month(period.first()).first(),
        period.last()
    )
    .fetch_all(&mut **db)
    .await?;
    let targets = rows.into_iter().map(|row| TargetRow {
        month: row.starts_on,
        department: row.department_id.map(DepartmentId),
        effective_on: row.effective_on,
        no: row.no,
        cell: row.member_id.map(MemberId).zip(row.metric_id.map(MetricId)),
        value: row.value,
    });
    Ok(targets.collect())
}

async fn facts(db: &mut TenantTx, period: Period) -> sqlx::Result<Vec<FactRow>> {
    let company = db.company().0;
    let rows = sqlx::query!(
        r#"select member_id, metric_id, day, department_id, sum(value)::bigint as "value!" from fact_day
           where company_id = $1 and day between $2 and $3 group by member_id, metric_id, day, department_id"#,
        company,
        period.first(),
        period.last()
    )
    .fetch_all(&mut **db)
    .await?;
    let facts = rows.into_iter().map(|row| FactRow {
        member: MemberId(row.member_id),
        metric: MetricId(row.metric_id),
        day: row.day,
        department: row.department_id.map(DepartmentId),
        value: row.value,
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
        Some((metric, Profile::of_days(&months, &days, frame.calendar)?))
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
        r#"select metric_id, day, sum(value)::bigint as "value!" from fact_day
           where company_id = $1 and metric_id = any($2) and day between $3 and $4 group by metric_id, day"#,
        company,
        metrics,
        first,
        last
    )
    .fetch_all(&mut **db)
    .await?;
    let mut days: HashMap<MetricId, Vec<_>> = HashMap::new();
    for row in rows {
        days.entry(MetricId(row.metric_id)).or_default().push((row.day, row.value));
    }
    Ok(days)
}
