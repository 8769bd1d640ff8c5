use chrono::NaiveDate;
use chrono_tz::Tz;
use serde_json::json;

use crate::db::{Change, TenantTx, log};

/// What a company says of itself.
#[derive(Debug, Clone)]
pub struct Profile {
    pub name: String,
    pub zone: Tz,
    /// Its first day in Маяк.
    pub tracking_from: NaiveDate,
    pub row_version: i32,
}

pub async fn profile(db: &mut TenantTx) -> sqlx::Result<Profile> {
    let company = db.company().0;
    let row = sqlx::query!(
        "select name, tz, tracking_from, row_version from company where id = $1",
        company
    )
    .fetch_one(&mut **db)
    .await?;
    let zone = row.tz.parse::<Tz>().map_err(|error| sqlx::Error::Decode(error.into()))?;
    let (tracking_from, row_version) = (row.tracking_from, row.row_version);
    Ok(Profile { name: row.name, zone, tracking_from, row_version })
}

/// Gives the company another name and zone. `false`: somebody changed the company first.
pub async fn save_profile(
    db: &mut TenantTx,
    before: &Profile,
    (name, zone): (&str, Tz),
    row_version: i32,
) -> sqlx::Result<bool> {
    let company = db.company().0;
    let done = sqlx::query!(
        "update company set name = $3, tz = $4, row_version = row_version + 1 where id = $1 and row_version = $2",
        company,
        row_version,
        name,
        zone.name()
    )
    .execute(&mut **db)
    .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    let (subject, action) = ("company", "edit");
    let was = Some(json!({ "name": before.name, "zone": before.zone.name() }));
    let is = Some(json!({ "name": name, "zone": zone.name() }));
    log(db, Change { subject, id: company, action, before: was, after: is }).await?;
    Ok(true)
}
