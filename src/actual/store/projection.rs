//! The value in force of every cell, made from the ledger.
use super::ledger::{Cells, wait_for_writers};
use crate::db::TenantTx;
use crate::values::MemberId;
use chrono::NaiveDate;

/// The last day that has a figure; none in a new company.
pub async fn last_day(db: &mut TenantTx) -> sqlx::Result<Option<NaiveDate>> {
    let company = db.company().0;
    sqlx::query_scalar!("select max(day) from fact_day where company_id = $1", company)
        .fetch_one(&mut **db)
        .await
}

/// Makes `fact_day` anew for these cells: correction, else CRM, else import, else manual, where the sum of payments
/// takes the place of an entry of the same origin; the department is the person's on that day, before the first known
/// one the first.
pub(super) async fn project(db: &mut TenantTx, cells: &Cells) -> sqlx::Result<()> {
    clear(db, cells).await?;
    let company = db.company();
    sqlx::query!(
        "with cell as (
             select distinct member_id, metric_id, day, tag
             from unnest($2::uuid[], $3::uuid[], $4::date[], $5::text[]) as c (member_id, metric_id, day, tag)),
         paid as (
             select c.*, p.origin, sum(p.amount)::bigint as value, bool_or(p.late) as late
             from cell c
             join payment p on p.company_id = $1 and p.day = c.day and p.member_id = c.member_id and p.metric_id = c.metric_id
                 and p.tag = c.tag
             where p.amount is not null and not exists (select from payment r where r.company_id = $1 and r.replaces_id = p.id)
             group by c.member_id, c.metric_id, c.day, c.tag, p.origin),
         said as (
             select s.*, s.origin = 'correction' as corrected,
                 array_position(array['correction', 'crm', 'import', 'manual'], s.origin) as rank
             from (
                 select c.*, e.origin, e.value, e.late
                 from cell c
                 join fact_entry e on e.company_id = $1 and e.member_id = c.member_id and e.metric_id = c.metric_id and e.day = c.day
                     and e.tag = c.tag
                 where e.value is not null
                     and not exists (select from fact_entry r where r.company_id = $1 and r.replaces_id = e.id)
                     and not exists (select from paid p where (p.member_id, p.metric_id, p.day, p.tag, p.origin)
                         = (c.member_id, c.metric_id, c.day, c.tag, e.origin))
                 union all
                 select * from paid) s),
         in_force as (
             select day, member_id, metric_id, tag, (array_agg(value order by rank))[1] as value,
                 (array_agg(value order by rank) filter (where not corrected))[1] as first_said,
                 (array_agg(late order by rank))[1] as late, bool_or(corrected) as corrected,
                 count(distinct value) filter (where not corrected) > 1 as conflict
             from said group by day, member_id, metric_id, tag)
         insert into fact_day (company_id, day, member_id, metric_id, tag, department_id, value, original, late, corrected, conflict)
         select $1, f.day, f.member_id, f.metric_id, f.tag, d.department_id, f.value,
             case when f.corrected then f.first_said end, f.late, f.corrected, f.conflict
         from in_force f
         left join lateral (
             select department_id from member_department m where m.company_id = $1 and m.member_id = f.member_id
             order by m.from_on <= f.day desc, case when m.from_on <= f.day then f.day - m.from_on else m.from_on - f.day end
             limit 1) d on true",
        company.0,
        &cells.members,
        &cells.metrics,
        &cells.days,
        &cells.tags
    )
    .execute(&mut **db)
    .await?;
    Ok(())
}

async fn clear(db: &mut TenantTx, cells: &Cells) -> sqlx::Result<()> {
    let company = db.company();
    sqlx::query!(
        "delete from fact_day f
         using unnest($2::uuid[], $3::uuid[], $4::date[], $5::text[]) as c (member_id, metric_id, day, tag)
         where f.company_id = $1 and f.day = c.day and f.member_id = c.member_id and f.metric_id = c.metric_id and f.tag = c.tag",
        company.0,
        &cells.members,
        &cells.metrics,
        &cells.days,
        &cells.tags
    )
    .execute(&mut **db)
    .await?;
    Ok(())
}

/// Makes the whole projection of the company anew; it must change nothing.
pub async fn rebuild(db: &mut TenantTx) -> sqlx::Result<()> {
    wait_for_writers(db).await?;
    let company = db.company();
    sqlx::query!("delete from fact_day where company_id = $1", company.0)
        .execute(&mut **db)
        .await?;
    let cells = recorded(db, None).await?;
    project(db, &cells).await
}

/// Makes a person's days anew after a change of department.
pub async fn restamp(db: &mut TenantTx, member: MemberId) -> sqlx::Result<()> {
    wait_for_writers(db).await?;
    let cells = recorded(db, Some(member)).await?;
    project(db, &cells).await
}

async fn recorded(db: &mut TenantTx, member: Option<MemberId>) -> sqlx::Result<Cells> {
    let (company, member) = (db.company(), member.map(|id| id.0));
    let rows = sqlx::query!(
        r#"select member_id as "member_id!", metric_id as "metric_id!", day as "day!", tag as "tag!" from fact_entry
           where company_id = $1 and ($2::uuid is null or member_id = $2)
           union
           select member_id, metric_id, day, tag from payment
           where company_id = $1 and ($2::uuid is null or member_id = $2)"#,
        company.0,
        member
    )
    .fetch_all(&mut **db)
    .await?;
    let mut cells = Cells::default();
    for row in rows {
        cells.push(row.member_id, row.metric_id, row.day, row.tag);
    }
    Ok(cells)
}
