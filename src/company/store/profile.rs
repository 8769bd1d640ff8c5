use chrono::NaiveDate;
use chrono_tz::Tz;

use crate::db::TenantTx;

/// What a company says of itself.
#[derive(Debug, Clone)]
pub struct Profile {
    pub name: String,
    pub zone: Tz,
    /// Its first day in Маяк.
    pub tracking_from: NaiveDate,
}

pub async fn profile(db: &mut TenantTx) -> sqlx::Result<Profile> {
    let company = db.company().0;
    let row = sqlx::query!("select name, tz, tracking_from from company where id = $1", company)
        .fetch_one(&mut **db)
        .await?;
    let zone = row.tz.parse::<Tz>().map_err(|error| sqlx::Error::Decode(error.into()))?;
    Ok(Profile { name: row.name, zone, tracking_from: row.tracking_from })
}
