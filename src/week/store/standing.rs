//! Where the weeks of departments stand: one statement, for the owner's first page.
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use uuid::Uuid;

use crate::db::TenantTx;
use crate::values::{DepartmentId, WeekPart, WorkCalendar};
use crate::week::standing::{Given, Standing, due_part};

/// Of every department in use that has people who sell; none while all weeks are history.
pub async fn standings(
    db: &mut TenantTx,
    (now, day_closes_at): (NaiveDateTime, NaiveTime),
    tracking_from: NaiveDate,
    calendar: &WorkCalendar,
) -> sqlx::Result<Vec<Standing>> {
    let Some(part) = due_part(now, day_closes_at, tracking_from, calendar) else {
        return Ok(vec![]);
    };
    let next = Standing::planned_parts(part, calendar);
    let ahead: Vec<NaiveDate> = next.iter().map(|part| part.starts_on).collect();
    let company = db.company().0;
    let rows = sqlx::query_as!(
        Row,
        r#"with word as (
               select distinct on (department_id, starts_on) department_id, starts_on, action, by_member, recorded_at
               from period_close
               where company_id = $1 and period = 'week' and department_id is not null and starts_on between $3 and $2
               order by department_id, starts_on, no desc),
           told as (
               select distinct on (department_id) department_id, starts_on from word where action = 'close'
               order by department_id, starts_on desc)
           select d.id, d.name, a.name as "by_name?", w.recorded_at as "confirmed_at?", t.starts_on as "told_on?",
               (select count(*) from signal s
                   where s.company_id = $1 and s.kind = 'deviation' and s.department_id = d.id and s.starts_on = $2) as "explained!",
               array(select v.starts_on from plan_version v
                   where v.company_id = $1 and v.department_id = d.id and v.period = 'week' and v.starts_on = any($4)) as "planned!",
               k.name as "metric?", e.happened as "happened?", e.we_do as "we_do?", e.due_on as "due_on?", e.needed as "needed?"
           from department d
           left join word w on w.department_id = d.id and w.starts_on = $2 and w.action = 'close'
           left join member a on a.company_id = $1 and a.id = w.by_member
           left join told t on t.department_id = d.id
           left join signal s on s.company_id = $1 and s.kind = 'deviation' and s.department_id = d.id and s.starts_on = t.starts_on
           left join metric k on k.company_id = $1 and k.id = s.metric_id
           left join explanation e on e.company_id = $1 and e.signal_id = s.id
               and not exists (select from explanation r where r.company_id = $1 and r.replaces_id = e.id)
           where d.company_id = $1 and d.archived_on is null and exists (
               select from member_department p join member m on m.company_id = $1 and m.id = p.member_id and m.sells
               where p.company_id = $1 and p.department_id = d.id)
           order by d.name collate "ru-x-icu", d.id, s.opened_at, s.id"#,
        company,
        part.starts_on,
        part.month().previous().first(),
        &ahead
    )
    .fetch_all(&mut **db)
    .await?;
    Ok(gathered(rows, part, &next))
}

/// A row an explanation, those of a department together; without any the department is one row.
fn gathered(rows: Vec<Row>, part: WeekPart, next: &[WeekPart]) -> Vec<Standing> {
    let mut standings: Vec<Standing> = vec![];
    for mut row in rows {
        let given = row.given();
        match standings.last_mut() {
            Some(last) if last.department.0 == row.id => {
                last.told.iter_mut().for_each(|(_, all)| all.extend(given.clone()));
            }
            _ => standings.push(row.standing(part, next, given)),
        }
    }
    standings
}

struct Row {
    id: Uuid,
    name: String,
    by_name: Option<String>,
    confirmed_at: Option<DateTime<Utc>>,
    told_on: Option<NaiveDate>,
    explained: i64,
    planned: Vec<NaiveDate>,
    metric: Option<String>,
    happened: Option<String>,
    we_do: Option<String>,
    due_on: Option<NaiveDate>,
    needed: Option<String>,
}

impl Row {
    fn given(&mut self) -> Option<Given> {
        Some(Given {
            metric: self.metric.take()?,
            happened: self.happened.take()?,
            we_do: self.we_do.take()?,
            due_on: self.due_on,
            needed: self.needed.take().unwrap_or_default(),
        })
    }

    fn standing(self, part: WeekPart, next: &[WeekPart], given: Option<Given>) -> Standing {
        let ahead = next.iter().copied();
        Standing {
            department: DepartmentId(self.id),
            name: self.name,
            part,
            confirmed: self.confirmed_at.map(|at| (self.by_name, at)),
            explained: usize::try_from(self.explained).unwrap_or(0),
            unplanned: ahead.filter(|part| !self.planned.contains(&part.starts_on)).collect(),
            told: self.told_on.map(|on| (WeekPart::containing(on), given.into_iter().collect())),
        }
    }
}
