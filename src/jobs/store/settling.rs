//! How a taken job goes on. Each statement names the lease: what another instance has taken over is no longer ours.
use std::time::Duration;

use chrono::TimeDelta;
use uuid::Uuid;

use super::Taken;
use crate::app::App;

/// A job whose instance has not been heard of for so long is taken over.
pub(super) const LEASE: Duration = Duration::from_secs(7);

/// What the operator reads of a job whose instance died each time.
const LOST: &str = "Программа, выполнявшая задачу, прервалась";

/// Says that a job still runs; false when it is no longer ours.
pub async fn renew(app: &App, job: &Taken) -> sqlx::Result<bool> {
    let renewed = sqlx::query!(
        "update job set locked_until = clock_timestamp() + make_interval(secs => $4)
         where id = $1 and lease = $2 and attempts = $3",
        job.id,
        job.lease,
        job.attempts,
        LEASE.as_secs_f64()
    )
    .execute(&app.pool)
    .await?;
    Ok(renewed.rows_affected() == 1)
}

pub async fn done(app: &App, job: &Taken) -> sqlx::Result<()> {
    sqlx::query!(
        "update job set state = 'done', lease = null, locked_until = null, ended_at = $4, error = null
         where id = $1 and lease = $2 and attempts = $3",
        job.id,
        job.lease,
        job.attempts,
        app.clock.now()
    )
    .execute(&app.pool)
    .await?;
    Ok(())
}

/// Lets a job wait before it is tried again.
pub async fn put_off(app: &App, job: &Taken, why: &str, pause: TimeDelta) -> sqlx::Result<()> {
    sqlx::query!(
        "update job set state = 'waiting', lease = null, locked_until = null, run_at = $4, error = $5
         where id = $1 and lease = $2 and attempts = $3",
        job.id,
        job.lease,
        job.attempts,
        app.clock.now() + pause,
        why
    )
    .execute(&app.pool)
    .await?;
    Ok(())
}

/// Ends a job that was not done.
pub async fn fail(app: &App, job: &Taken, why: &str) -> sqlx::Result<()> {
    sqlx::query!(
        "update job set state = 'failed', lease = null, locked_until = null, ended_at = $4, error = $5
         where id = $1 and lease = $2 and attempts = $3",
        job.id,
        job.lease,
        job.attempts,
        app.clock.now(),
        why
    )
    .execute(&app.pool)
    .await?;
    Ok(())
}

/// Puts jobs of instances that have died back into the line; one that has had its tries has failed: it may be what kills them.
pub async fn free_lost(app: &App) -> sqlx::Result<u64> {
    let freed = sqlx::query!(
        "update job set lease = null, locked_until = null, error = $2,
             state = case when attempts < most_attempts then 'waiting' else 'failed' end,
             ended_at = case when attempts < most_attempts then null else $1::timestamptz end
         where state = 'running' and locked_until < clock_timestamp()",
        app.clock.now(),
        LOST
    )
    .execute(&app.pool)
    .await?;
    Ok(freed.rows_affected())
}

/// Puts the jobs of an instance that stops back into the line; the broken run does not count.
pub async fn give_back(app: &App, name: Uuid) -> sqlx::Result<u64> {
    let left = sqlx::query!(
        "update job set state = 'waiting', lease = null, locked_until = null, attempts = attempts - 1
         where lease = $1",
        name
    )
    .execute(&app.pool)
    .await?;
    Ok(left.rows_affected())
}
