//! Runs of the schedule become jobs.
use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::app::App;
use crate::jobs::{Entry, Kind};

/// The zones in which there are companies. One that nobody knows is a broken row: told, and left out.
pub async fn zones(app: &App) -> sqlx::Result<Vec<Tz>> {
    let names = sqlx::query_scalar!("select distinct tz from company").fetch_all(&app.pool).await?;
    let known = names.into_iter().filter_map(|name| {
        name.parse().inspect_err(|_| tracing::error!(name, "unknown time zone of a company")).ok()
    });
    Ok(known.collect())
}

/// Makes the job of a run, or that of every company of a zone; nothing when somebody has made it already.
pub async fn enqueue_run(
    app: &App,
    entry: &Entry,
    slot: DateTime<Utc>,
    of_zone: Option<Tz>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into job (company_id, id, kind, dedupe_key, made_at, run_at, most_attempts)
         select whose.id, gen_random_uuid(), $2, $3, $4, $5, $6
         from (select id from company where tz = $1 union all select null where $1 is null) whose (id)
         on conflict do nothing",
        of_zone.map(Tz::name),
        entry.kind.code(),
        entry.key(slot),
        app.clock.now(),
        slot,
        entry.kind.most_attempts()
    )
    .execute(&app.pool)
    .await?;
    Ok(())
}

/// Makes the jobs of the companies whose day has closed since then, with the day in each: today, or the day before when it is
/// past midnight by now.
pub async fn enqueue_closings(app: &App, kind: Kind, since: DateTime<Utc>) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into job (company_id, id, kind, dedupe_key, payload, made_at, run_at, most_attempts)
         select id, gen_random_uuid(), $1::text, $1 || '@' || day, jsonb_build_object('day', day), $2, $2, $4
         from (select id, day::text, (day + day_closes_at) at time zone tz as at
               from company, (values (0), (1)) ago (days),
                   lateral (select ($2::timestamptz at time zone tz)::date - ago.days) on_day (day)) closing
         where at > $3 and at <= $2
         on conflict do nothing",
        kind.code(),
        app.clock.now(),
        since,
        kind.most_attempts()
    )
    .execute(&app.pool)
    .await?;
    Ok(())
}
