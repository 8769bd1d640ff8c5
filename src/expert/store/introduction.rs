use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};

use crate::db::{LoginTx, TenantTx};
use crate::values::{CompanyId, Period};
use crate::week::due_parts;
use crate::working_days;

/// So many weeks back are looked at: who is further behind knows it.
const WEEKS: usize = 12;

/// The companies that somebody leads as an expert now.
pub async fn led(db: &mut LoginTx) -> sqlx::Result<Vec<CompanyId>> {
    let now = db.now();
    let ids = sqlx::query_scalar!(
        "select distinct m.company_id from member m join company c on c.id = m.company_id
         where m.role = 'expert' and m.person_id is not null
             and (m.dismissed_on is null or m.dismissed_on > ($1::timestamptz at time zone c.tz)::date)
             and (m.access_until is null or m.access_until > $1)
         order by m.company_id",
        now
    )
    .fetch_all(&mut **db)
    .await?;
    Ok(ids.into_iter().map(CompanyId).collect())
}

/// When an owner was seen in the company last, as far as the sessions that are left say.
pub async fn owner_seen_at(
    db: &mut LoginTx,
    company: CompanyId,
) -> sqlx::Result<Option<DateTime<Utc>>> {
    sqlx::query_scalar!(
        "select max(s.seen_at) from member m join session s on s.person_id = m.person_id and s.company_id = m.company_id
         where m.company_id = $1 and m.role = 'owner'",
        company.0
    )
    .fetch_one(&mut **db)
    .await
}

/// Writes how far the company of the transaction has come. `now` is local.
pub async fn look(
    db: &mut TenantTx,
    now: NaiveDateTime,
    owner_seen_at: Option<DateTime<Utc>>,
) -> sqlx::Result<()> {
    let (company, at) = (db.company().0, db.now());
    let overdue = weeks_overdue(db, now).await?;
    sqlx::query!(
        "insert into introduction (company_id, is_set_up, first_entry_on, last_entry_on, first_week_on, planned_month,
             weeks_overdue, owner_seen_at, computed_at)
         select $1,
             exists (select from template_applied where company_id = $1)
                 or exists (select from metric where company_id = $1 and hidden_at is null)
                     and exists (select from plan_version where company_id = $1 and state = 'approved'),
             (select min(f.day) from fact_day f where f.company_id = $1 and f.day between c.tracking_from and $2),
             (select max(f.day) from fact_day f where f.company_id = $1 and f.day <= $2),
             (select min(starts_on) from period_close where company_id = $1 and period = 'week' and action = 'close'),
             (select max(starts_on) from plan_version
                 where company_id = $1 and period = 'month' and state = 'approved' and starts_on <= $3),
             $4, $5, $6
         from company c where c.id = $1
         on conflict (company_id) do update set is_set_up = excluded.is_set_up, first_entry_on = excluded.first_entry_on,
             last_entry_on = excluded.last_entry_on, first_week_on = excluded.first_week_on,
             planned_month = excluded.planned_month, weeks_overdue = excluded.weeks_overdue,
             owner_seen_at = greatest(introduction.owner_seen_at, excluded.owner_seen_at), computed_at = excluded.computed_at",
        company,
        now.date(),
        Period::month(now.date()).first(),
        overdue,
        owner_seen_at,
        at
    )
    .execute(&mut **db)
    .await?;
    Ok(())
}

/// Weeks that are over and that some department with sellers has neither confirmed nor seen closed with its month.
async fn weeks_overdue(db: &mut TenantTx, now: NaiveDateTime) -> sqlx::Result<i32> {
    let company = db.company().0;
    let rules =
        sqlx::query!("select day_closes_at, tracking_from from company where id = $1", company)
            .fetch_one(&mut **db)
            .await?;
    let calendar = working_days::company_calendar(db).await?;
    let due = due_parts(now, rules.day_closes_at, rules.tracking_from, &calendar).take(WEEKS);
    let (starts, months): (Vec<NaiveDate>, Vec<NaiveDate>) =
        due.map(|part| (part.starts_on, Period::month(part.starts_on).first())).unzip();
    let overdue = sqlx::query_scalar!(
        r#"with word as (
               select distinct on (period, department_id, starts_on) period, department_id, starts_on, action from period_close
               where company_id = $1 and starts_on = any($2::date[] || $3::date[])
               order by period, department_id, starts_on, no desc)
           select count(distinct due.starts_on) as "overdue!"
           from unnest($2::date[], $3::date[]) due (starts_on, month)
           cross join department d
           where d.company_id = $1 and d.archived_on is null
               and exists (select from member_department p join member m on m.company_id = $1 and m.id = p.member_id and m.sells
                   where p.company_id = $1 and p.department_id = d.id)
               and not exists (select from word w where w.action = 'close' and (
                   w.period = 'week' and w.department_id = d.id and w.starts_on = due.starts_on
                   or w.period = 'month' and w.starts_on = due.month))"#,
        company,
        &starts,
        &months
    )
    .fetch_one(&mut **db)
    .await?;
    Ok(i32::try_from(overdue).unwrap_or(i32::MAX))
}
