//! The company's own hours of closing.
use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;
use sqlx::types::Json;

use crate::closing::closure::Rules;
use crate::closing::month::due;
use crate::closing::timing::Timing;
use crate::db::{Change, LoginTx, TenantTx, log};
use crate::values::{CompanyId, Period};
use crate::working_days::OwnDays;

/// The version of the company's row, for the form that changes it.
pub async fn row_version(db: &mut TenantTx) -> sqlx::Result<i32> {
    let company = db.company().0;
    sqlx::query_scalar!("select row_version from company where id = $1", company)
        .fetch_one(&mut **db)
        .await
}

/// Sets the hours. `false`: somebody changed the company first.
pub async fn set_timing(
    db: &mut TenantTx,
    before: &Rules,
    timing: Timing,
    row_version: i32,
) -> sqlx::Result<bool> {
    let company = db.company().0;
    let done = sqlx::query!(
        "update company set day_closes_at = $3, month_closes_on = $4, row_version = row_version + 1
         where id = $1 and row_version = $2",
        company,
        row_version,
        timing.day_closes_at,
        i16::try_from(timing.month_closes_on).unwrap_or(i16::MAX)
    )
    .execute(&mut **db)
    .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    let before =
        json!({ "day_closes_at": before.day_closes_at, "month_closes_on": before.month_closes_on });
    let after =
        json!({ "day_closes_at": timing.day_closes_at, "month_closes_on": timing.month_closes_on });
    let (subject, action) = ("company", "set_closing");
    log(db, Change { subject, id: company, action, before: Some(before), after: Some(after) })
        .await?;
    Ok(true)
}

/// The months of all companies that have to be closed by themselves now.
pub async fn months_due(
    db: &mut LoginTx,
    now: DateTime<Utc>,
) -> sqlx::Result<Vec<(CompanyId, Period)>> {
    // A month ends first at the date line: earlier ones only can be due anywhere.
    let before: NaiveDate = Period::month(now.date_naive()).previous().first();
    let rows = sqlx::query!(
        r#"select id, tz, day_closes_at, month_closes_on, tracking_from, closed_through, company_days(id) as "own_days!: Json<OwnDays>"
           from company where closed_through is null or closed_through < $1 order by id"#,
        before
    )
    .fetch_all(&mut **db)
    .await?;
    let mut found = Vec::new();
    for row in rows {
        let Ok(zone) = row.tz.parse() else {
            tracing::error!(name = row.tz, "unknown time zone of a company");
            continue;
        };
        let rules = Rules {
            zone,
            day_closes_at: row.day_closes_at,
            month_closes_on: u32::try_from(row.month_closes_on).unwrap_or_default(),
            tracking_from: row.tracking_from,
            calendar: row.own_days.0.calendar(),
        };
        let now = now.with_timezone(&rules.zone).naive_local();
        let months = due(&rules, row.closed_through, now);
        found.extend(months.into_iter().map(|month| (CompanyId(row.id), month)));
    }
    Ok(found)
}
