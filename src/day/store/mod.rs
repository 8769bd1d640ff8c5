//! The log of days.
mod reminders;

pub use reminders::{Silent, set_reminded, silent};

use chrono::{DateTime, Days, NaiveDate, Utc};
use sqlx::types::Json;
use uuid::Uuid;

use crate::actual;
use crate::day::draft::Draft;
use crate::day::sheet::{Log, Own, Sheet};
use crate::db::{Change, TenantTx, log};
use crate::values::{MemberId, Period};
use crate::working_days::{Known, Roster};

/// How long a row of logged days is counted back.
const YEAR: Days = Days::new(400);

/// How long a client is recent.
const RECENT: Days = Days::new(90);

/// What came of a saving.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saved {
    Done,
    /// The day was saved elsewhere meanwhile; the transaction is spent.
    Overtaken,
    /// The day closed meanwhile; the transaction is spent.
    Closed,
}

/// A person's own: the log of a day, logged days, recent clients and those handed over, the days of work around it. One statement.
pub async fn own(db: &mut TenantTx, member: MemberId, day: NaiveDate) -> sqlx::Result<Own> {
    let (company, now) = (db.company().0, db.now().date_naive());
    let since = now.checked_sub_days(YEAR).unwrap_or(now);
    let first = since.min(Period::month(day).first());
    let last = Period::month(day.max(now + Days::new(1))).last();
    let row = sqlx::query!(
        r#"select m.dismissed_on, working_days($1, $6, $7, $2) as "days!: Json<Known>", l.closed_at as "closed_at?", l.late as "late?", l.row_version as "row_version?",
               array(select day from day_log where company_id = $1 and member_id = $2 and day >= $4 order by day) as "logged!",
               array(select c.name from (
                       select client_id, max(day) as day from (
                           select client_id, day from payment
                           where company_id = $1 and member_id = $2 and day >= $5 and client_id is not null
                           union all
                           -- Handed over: as if they had paid on that day.
                           select o.client_id, o.from_on from client_owner o
                           where o.company_id = $1 and o.member_id = $2 and o.from_on <= $3 and not exists (
                               select from client_owner l where l.company_id = $1 and l.client_id = o.client_id
                                   and l.from_on <= $3 and (l.from_on, l.no) > (o.from_on, o.no))) known
                       group by client_id) p
                   join client c on c.company_id = $1 and c.id = p.client_id
                   order by p.day desc, c.name limit 30) as "clients!"
           from member m
           left join day_log l on l.company_id = $1 and l.member_id = m.id and l.day = $3
           where m.company_id = $1 and m.id = $2"#,
        company,
        member.0,
        day,
        since,
        now.checked_sub_days(RECENT).unwrap_or(now),
        first,
        last
    )
    .fetch_one(&mut **db)
    .await?;
    let log = row.closed_at.zip(row.late).zip(row.row_version);
    Ok(Own {
        dismissed_on: row.dismissed_on,
        log: log.map(|((at, late), row_version)| Log { at, late, row_version }),
        logged: row.logged,
        clients: row.clients,
        roster: Roster::of(row.days.0, first, last),
    })
}

/// Writes a day: logs it, if nobody has since `row_version`, and records its figures and payments.
pub async fn save(
    db: &mut TenantTx,
    sheet: &Sheet,
    draft: &Draft,
    (row_version, late): (i32, bool),
) -> sqlx::Result<Saved> {
    let (member, day) = (sheet.member, sheet.day);
    if !log_day(db, (member, day), late, row_version).await? {
        return Ok(Saved::Overtaken);
    }
    let recorded = actual::record(db, &draft.entries(member, day, late)).await?;
    let paid = actual::pay(db, &draft.payments(member, day, late)).await?;
    if !recorded.closed.is_empty() || !paid.closed.is_empty() {
        return Ok(Saved::Closed);
    }
    let (before, after) = draft.changes(sheet);
    let action = if row_version == 0 { "log" } else { "edit" };
    let (before, after) = (Some(before), Some(after));
    log(db, Change { subject: "day", id: member.0, action, before, after }).await?;
    Ok(Saved::Done)
}

/// `false`: the log has another version. A day stays late or in time as it first came.
async fn log_day(
    db: &mut TenantTx,
    (member, day): (MemberId, NaiveDate),
    late: bool,
    row_version: i32,
) -> sqlx::Result<bool> {
    let (company, now) = (db.company().0, db.now());
    let done = if row_version == 0 {
        sqlx::query!(
            "insert into day_log (company_id, member_id, day, closed_at, late) values ($1, $2, $3, $4, $5) on conflict do nothing",
            company,
            member.0,
            day,
            now,
            late
        )
        .execute(&mut **db)
        .await?
    } else {
        sqlx::query!(
            "update day_log set closed_at = $5, row_version = row_version + 1
             where company_id = $1 and member_id = $2 and day = $3 and row_version = $4",
            company,
            member.0,
            day,
            row_version,
            now
        )
        .execute(&mut **db)
        .await?
    };
    Ok(done.rows_affected() > 0)
}

/// Logs days that passed, in bulk: whose, which, when, whether late. What is logged stays.
pub async fn log_days(
    db: &mut TenantTx,
    days: &[(MemberId, NaiveDate, DateTime<Utc>, bool)],
) -> sqlx::Result<()> {
    let company = db.company().0;
    let members: Vec<Uuid> = days.iter().map(|day| day.0.0).collect();
    let dates: Vec<NaiveDate> = days.iter().map(|day| day.1).collect();
    let at: Vec<DateTime<Utc>> = days.iter().map(|day| day.2).collect();
    let late: Vec<bool> = days.iter().map(|day| day.3).collect();
    sqlx::query!(
        "insert into day_log (company_id, member_id, day, closed_at, late)
         select $1, n.member_id, n.day, n.at, n.late
         from unnest($2::uuid[], $3::date[], $4::timestamptz[], $5::bool[]) as n (member_id, day, at, late)
         on conflict do nothing",
        company,
        &members,
        &dates,
        &at,
        &late
    )
    .execute(&mut **db)
    .await?;
    Ok(())
}

/// Who has logged which days from first to last.
pub async fn logged(
    db: &mut TenantTx,
    first: NaiveDate,
    last: NaiveDate,
) -> sqlx::Result<std::collections::HashSet<(MemberId, NaiveDate)>> {
    let company = db.company().0;
    let rows = sqlx::query!(
        "select member_id, day from day_log where company_id = $1 and day between $2 and $3",
        company,
        first,
        last
    )
    .fetch_all(&mut **db)
    .await?;
    Ok(rows.into_iter().map(|row| (MemberId(row.member_id), row.day)).collect())
}
