//! What is closed.
use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use sqlx::types::Json;
use uuid::Uuid;

use crate::closing::closure::{Act, Closure, Closures, Place, Rules, Span};
use crate::db::TenantTx;
use crate::values::{CloseId, DepartmentId, MemberId, Period, WeekPart};
use crate::working_days::OwnDays;

/// The closures of the days from first to last, for those who read. Two statements.
pub async fn look(db: &mut TenantTx, first: NaiveDate, last: NaiveDate) -> sqlx::Result<Closures> {
    let (first, last) = (Period::month(first).first(), Period::month(last).last());
    let (rules, words) = words(db, first, last).await?;
    let places = places(db).await?;
    let now = db.now().with_timezone(&rules.zone).naive_local();
    Ok(Closures::new(rules, now, words, places))
}

/// The last words of these days alone, for those who ask of departments and not of people. One statement.
pub async fn said(db: &mut TenantTx, first: NaiveDate, last: NaiveDate) -> sqlx::Result<Closures> {
    let (first, last) = (Period::month(first).first(), Period::month(last).last());
    let (rules, words) = words(db, first, last).await?;
    let now = db.now().with_timezone(&rules.zone).naive_local();
    Ok(Closures::new(rules, now, words, HashMap::new()))
}

/// The same as [`look`] for those who write facts: until the end of the transaction nothing closes. A transaction that holds
/// must not close: two of them would wait for each other.
pub async fn hold(db: &mut TenantTx, first: NaiveDate, last: NaiveDate) -> sqlx::Result<Closures> {
    let company = db.company().0;
    sqlx::query!("select id from department where company_id = $1 order by id for share", company)
        .fetch_all(&mut **db)
        .await?;
    look(db, first, last).await
}

struct Row {
    tz: String,
    day_closes_at: NaiveTime,
    month_closes_on: i16,
    tracking_from: NaiveDate,
    own_days: Json<OwnDays>,
    id: Option<Uuid>,
    department_id: Option<Uuid>,
    period: Option<String>,
    starts_on: Option<NaiveDate>,
    no: Option<i32>,
    action: Option<String>,
    reason: Option<String>,
    by_name: Option<String>,
    recorded_at: Option<DateTime<Utc>>,
}

/// The company's rules, and the last word on each period that starts within the days.
async fn words(
    db: &mut TenantTx,
    first: NaiveDate,
    last: NaiveDate,
) -> sqlx::Result<(Rules, Vec<Closure>)> {
    let company = db.company().0;
    let rows = sqlx::query_as!(
        Row,
        r#"select c.tz, c.day_closes_at, c.month_closes_on, c.tracking_from, (select company_days($1)) as "own_days!: Json<OwnDays>", w.id as "id?", w.department_id as "department_id?",
               w.period as "period?", w.starts_on as "starts_on?", w.no as "no?", w.action as "action?", w.reason as "reason?",
               w.by_name as "by_name?", w.recorded_at as "recorded_at?"
           from company c
           left join (
               select distinct on (p.period, p.starts_on, p.department_id) p.*, m.name as by_name
               from period_close p left join member m on m.company_id = $1 and m.id = p.by_member
               where p.company_id = $1 and p.starts_on between $2 and $3
               order by p.period, p.starts_on, p.department_id, p.no desc) w on w.company_id = c.id
           where c.id = $1"#,
        company,
        first,
        last
    )
    .fetch_all(&mut **db)
    .await?;
    let rules = rows.first().ok_or(sqlx::Error::RowNotFound)?.rules()?;
    let words = rows.into_iter().filter_map(Row::word).collect();
    Ok((rules, words))
}

impl Row {
    fn rules(&self) -> sqlx::Result<Rules> {
        let unknown = |_| sqlx::Error::Decode(format!("time zone {:?}", self.tz).into());
        Ok(Rules {
            zone: self.tz.parse().map_err(unknown)?,
            day_closes_at: self.day_closes_at,
            month_closes_on: u32::try_from(self.month_closes_on).unwrap_or_default(),
            tracking_from: self.tracking_from,
            calendar: self.own_days.0.clone().calendar(),
        })
    }

    /// `None`: no word at all.
    fn word(self) -> Option<Closure> {
        let starts_on = self.starts_on?;
        let span = match self.period?.as_str() {
            "week" => Span::Week(WeekPart::containing(starts_on)),
            _ => Span::Month(Period::month(starts_on)),
        };
        let act = match self.action?.as_str() {
            "close" => Act::Close,
            _ => Act::Reopen(self.reason.unwrap_or_default()),
        };
        Some(Closure {
            id: CloseId(self.id?),
            department: self.department_id.map(DepartmentId),
            span,
            no: self.no?,
            act,
            by_name: self.by_name,
            at: self.recorded_at?,
        })
    }
}

/// One closing or reopening.
pub async fn closing(db: &mut TenantTx, id: CloseId) -> sqlx::Result<Option<Closure>> {
    let company = db.company().0;
    let row = sqlx::query_as!(
        Row,
        r#"select c.tz, c.day_closes_at, c.month_closes_on, c.tracking_from, (select company_days($1)) as "own_days!: Json<OwnDays>", p.id as "id?", p.department_id as "department_id?",
               p.period as "period?", p.starts_on as "starts_on?", p.no as "no?", p.action as "action?", p.reason as "reason?",
               m.name as "by_name?", p.recorded_at as "recorded_at?"
           from period_close p
           join company c on c.id = $1
           left join member m on m.company_id = $1 and m.id = p.by_member
           where p.company_id = $1 and p.id = $2"#,
        company,
        id.0
    )
    .fetch_optional(&mut **db)
    .await?;
    Ok(row.and_then(Row::word))
}

async fn places(db: &mut TenantTx) -> sqlx::Result<HashMap<MemberId, Vec<Place>>> {
    let company = db.company().0;
    let rows = sqlx::query!(
        "select member_id, from_on, department_id from member_department where company_id = $1 order by member_id, from_on",
        company
    )
    .fetch_all(&mut **db)
    .await?;
    let mut places: HashMap<_, Vec<Place>> = HashMap::new();
    for row in rows {
        let place = (row.from_on, row.department_id.map(DepartmentId));
        places.entry(MemberId(row.member_id)).or_default().push(place);
    }
    Ok(places)
}
