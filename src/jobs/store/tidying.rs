//! What is forgotten at night.
use chrono::TimeDelta;

use crate::app::App;
use crate::db::TenantTx;

/// Ended jobs are kept as long as their keys have to tell repetitions.
const JOBS_KEPT: TimeDelta = TimeDelta::days(7);
/// Failures wait for the operator.
const FAILURES_KEPT: TimeDelta = TimeDelta::days(90);
/// A form that comes again after so long is a new one: no browser holds it back that long.
const SUBMISSIONS_KEPT: TimeDelta = TimeDelta::days(30);

pub async fn forget_ended(app: &App) -> sqlx::Result<()> {
    let now = app.clock.now();
    sqlx::query!(
        "delete from job where state in ('done', 'dropped') and ended_at < $1
             or state = 'failed' and ended_at < $2",
        now - JOBS_KEPT,
        now - FAILURES_KEPT
    )
    .execute(&app.pool)
    .await?;
    Ok(())
}

/// Forgets the keys of forms that were done long ago.
pub async fn forget_submissions(db: &mut TenantTx) -> sqlx::Result<()> {
    let (company, before) = (db.company().0, db.now() - SUBMISSIONS_KEPT);
    sqlx::query!("delete from idempotency where company_id = $1 and at < $2", company, before)
        .execute(&mut **db)
        .await?;
    Ok(())
}
