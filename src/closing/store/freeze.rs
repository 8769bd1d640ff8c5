//! The figures of a period as they are when it closes.
use std::collections::HashMap;

use uuid::Uuid;

use crate::closing::closure::Span;
use crate::closing::figure::{Cell, Figure, join};
use crate::db::TenantTx;
use crate::metric;
use crate::plan::{self, Agreed, Version};
use crate::values::{CloseId, DepartmentId, MemberId, MetricId, Period, WeekPart};
use crate::working_days;

/// Plan and fact of everybody in the period: of a department's week as the head planned it, of the company's month
/// as it was approved.
pub(super) async fn freeze(
    db: &mut TenantTx,
    department: Option<DepartmentId>,
    span: Span,
) -> sqlx::Result<Vec<Figure>> {
    let mut history = plan::history(db, Period::month(span.first()).first()).await?;
    history.retain(|version| department.is_none() || version.department == department);
    let plans = match span {
        Span::Week(part) => of_week(db, department, part, &history).await?,
        Span::Month(_) => of_month(&history),
    };
    let facts = facts(db, department, span).await?;
    Ok(join(&plans, &facts))
}

async fn of_week(
    db: &mut TenantTx,
    department: Option<DepartmentId>,
    part: WeekPart,
    history: &[Version],
) -> sqlx::Result<HashMap<Cell, i64>> {
    let metrics = metric::all(db).await?;
    let mut weeks = plan::week_plans(db, part.starts_on, part.starts_on).await?;
    weeks.retain(|week| Some(week.department) == department);
    let month = part.month();
    let roster = working_days::roster(db, month.first(), month.last()).await?;
    let agreed = Agreed::lay(part, &metrics, history, &weeks, &roster);
    let goal = |cell: Cell| {
        let metric = metrics.iter().find(|metric| metric.id == cell.1)?;
        Some((cell, agreed.goal(cell.0, metric)?))
    };
    Ok(agreed.cells().filter_map(goal).collect())
}

/// The newest version of each department states the whole month.
fn of_month(history: &[Version]) -> HashMap<Cell, i64> {
    let is_newest = |version: &&Version| {
        let of_same = history.iter().filter(|other| other.department == version.department);
        of_same.map(|other| other.no).max() == Some(version.no)
    };
    let mut plans = HashMap::new();
    for target in history.iter().filter(is_newest).flat_map(|version| &version.targets) {
        let member = target.member.unwrap_or(MemberId::NOBODY);
        if let Some(value) = target.value {
            *plans.entry((member, target.metric)).or_insert(0) += value;
        }
    }
    plans
}

/// The facts of the period as they are now.
pub async fn facts(
    db: &mut TenantTx,
    department: Option<DepartmentId>,
    span: Span,
) -> sqlx::Result<HashMap<Cell, i64>> {
    let company = db.company().0;
    let rows = sqlx::query!(
        r#"select f.member_id, f.metric_id,
               case when m.over_time = 'last' then (array_agg(f.value order by f.day desc))[1] else sum(f.value)::bigint end as "value!"
           from fact_day f join metric m on m.company_id = $1 and m.id = f.metric_id
           where f.company_id = $1 and f.day between $2 and $3 and ($4::uuid is null or f.department_id = $4)
           group by f.member_id, f.metric_id, m.over_time"#,
        company,
        span.first(),
        span.last(),
        department.map(|id| id.0)
    )
    .fetch_all(&mut **db)
    .await?;
    let cell = |member, metric| (MemberId(member), MetricId(metric));
    Ok(rows.iter().map(|row| (cell(row.member_id, row.metric_id), row.value)).collect())
}

pub(super) async fn write(
    db: &mut TenantTx,
    close: CloseId,
    figures: &[Figure],
) -> sqlx::Result<()> {
    let (uncovered, figures): (Vec<&Figure>, Vec<&Figure>) =
        figures.iter().partition(|figure| figure.member.is_nobody());
    write_uncovered(db, close, &uncovered).await?;
    let company = db.company().0;
    let members: Vec<Uuid> = figures.iter().map(|figure| figure.member.0).collect();
    let metrics: Vec<Uuid> = figures.iter().map(|figure| figure.metric.0).collect();
    let plans: Vec<Option<i64>> = figures.iter().map(|figure| figure.plan).collect();
    let facts: Vec<Option<i64>> = figures.iter().map(|figure| figure.fact).collect();
    sqlx::query!(
        "insert into period_figure (company_id, close_id, member_id, metric_id, plan, fact)
         select $1, $2, n.member_id, n.metric_id, n.plan, n.fact
         from unnest($3::uuid[], $4::uuid[], $5::bigint[], $6::bigint[]) as n (member_id, metric_id, plan, fact)",
        company,
        close.0,
        &members,
        &metrics,
        &plans as &[Option<i64>],
        &facts as &[Option<i64>]
    )
    .execute(&mut **db)
    .await?;
    Ok(())
}

/// The plan that no person carried.
async fn write_uncovered(
    db: &mut TenantTx,
    close: CloseId,
    figures: &[&Figure],
) -> sqlx::Result<()> {
    if figures.is_empty() {
        return Ok(());
    }
    let company = db.company().0;
    let metrics: Vec<Uuid> = figures.iter().map(|figure| figure.metric.0).collect();
    let plans: Vec<i64> = figures.iter().filter_map(|figure| figure.plan).collect();
    sqlx::query!(
        "insert into period_uncovered (company_id, close_id, metric_id, plan)
         select $1, $2, n.metric_id, n.plan from unnest($3::uuid[], $4::bigint[]) as n (metric_id, plan)",
        company,
        close.0,
        &metrics,
        &plans
    )
    .execute(&mut **db)
    .await?;
    Ok(())
}

/// What a closing froze.
pub async fn figures(db: &mut TenantTx, close: CloseId) -> sqlx::Result<Vec<Figure>> {
    let company = db.company().0;
    let rows = sqlx::query!(
        r#"select member_id as "member_id?", metric_id as "metric_id!", plan, fact from period_figure
           where company_id = $1 and close_id = $2 and tag = ''
           union all
           select null, metric_id, plan, null from period_uncovered where company_id = $1 and close_id = $2
           order by 1, 2"#,
        company,
        close.0
    )
    .fetch_all(&mut **db)
    .await?;
    let figure = |row: (Option<Uuid>, Uuid, Option<i64>, Option<i64>)| Figure {
        member: row.0.map_or(MemberId::NOBODY, MemberId),
        metric: MetricId(row.1),
        plan: row.2,
        fact: row.3,
    };
    Ok(rows
        .into_iter()
        .map(|row| figure((row.member_id, row.metric_id, row.plan, row.fact)))
        .collect())
}
