//! Into the line and out of it.
use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::PgConnection;
use uuid::Uuid;

use super::settling::LEASE;
use crate::app::App;
use crate::db::{LoginTx, TenantTx};
use crate::jobs::{Kind, Wanted};
use crate::values::CompanyId;

/// Of one company's jobs, and of its letters, so many run at once over all instances; two that take in the same instant may make
/// it one more. Letters stand apart: who waits for a link does not wait for the copy of the night.
const OF_ONE_COMPANY: i64 = 2;

/// A job that this instance has taken.
#[derive(Debug, Clone)]
pub struct Taken {
    pub id: Uuid,
    pub company: Option<CompanyId>,
    pub kind: Kind,
    pub payload: Value,
    /// This one included.
    pub attempts: i32,
    pub most_attempts: i32,
    /// The instance.
    pub(super) lease: Uuid,
}

/// Asks for work in the company of the transaction.
pub async fn enqueue(db: &mut TenantTx, wanted: Wanted) -> sqlx::Result<()> {
    let (company, id, now) = (db.company(), db.new_id(), db.now());
    insert(db, Some(company), (id, now), wanted).await
}

/// Asks for work that belongs to no company, or, where only sign-in sees its cause, to one.
pub async fn enqueue_by_sign_in(
    db: &mut LoginTx,
    company: Option<CompanyId>,
    wanted: Wanted,
) -> sqlx::Result<()> {
    let (id, now) = (db.new_id(), db.now());
    insert(db, company, (id, now), wanted).await
}

async fn insert(
    db: &mut PgConnection,
    company: Option<CompanyId>,
    (id, now): (Uuid, DateTime<Utc>),
    wanted: Wanted,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into job (company_id, id, kind, dedupe_key, payload, made_at, run_at, most_attempts)
         values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing",
        company.map(|company| company.0),
        id,
        wanted.kind.code(),
        wanted.dedupe_key,
        wanted.payload,
        now,
        now + wanted.after,
        wanted.kind.most_attempts()
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Takes the next job that is due, of the companies after `served` in the order of their ids; of any when there is none given.
/// So companies take turns, however many jobs one of them has.
pub async fn take(app: &App, name: Uuid, served: Option<Uuid>) -> sqlx::Result<Option<Taken>> {
    let known: Vec<String> = Kind::ALL.iter().map(|kind| kind.code().to_owned()).collect();
    let row = sqlx::query!(
        r#"update job set state = 'running', attempts = attempts + 1, lease = $1,
               locked_until = clock_timestamp() + make_interval(secs => $2)
           where id = (
               select id from job where state = 'waiting' and run_at <= $3 and kind = any ($4)
                   and ($5::uuid is null or coalesce(company_id, '00000000-0000-0000-0000-000000000000') > $5)
                   and (coalesce(company_id, '00000000-0000-0000-0000-000000000000'), kind = $7) not in (
                       select coalesce(company_id, '00000000-0000-0000-0000-000000000000'), kind = $7 from job where state = 'running'
                       group by 1, 2 having count(*) >= $6)
               order by coalesce(company_id, '00000000-0000-0000-0000-000000000000'), run_at, id
               limit 1 for update skip locked)
           returning id, company_id, kind, payload, attempts, most_attempts"#,
        name,
        LEASE.as_secs_f64(),
        app.clock.now(),
        &known,
        served,
        OF_ONE_COMPANY,
        Kind::Letter.code()
    )
    .fetch_optional(&app.pool)
    .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Taken {
        id: row.id,
        company: row.company_id.map(CompanyId),
        kind: row.kind.parse().map_err(|unknown: String| sqlx::Error::Decode(unknown.into()))?,
        payload: row.payload,
        attempts: row.attempts,
        most_attempts: row.most_attempts,
        lease: name,
    }))
}
