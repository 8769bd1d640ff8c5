use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::db::TenantTx;
use crate::metric::definition::{Direction, Kind, Metric, OverPeople, OverTime};
use crate::values::{MetricId, Unit};

/// Every metric of the company in its order, hidden ones too.
pub async fn all(db: &mut TenantTx) -> sqlx::Result<Vec<Metric>> {
    let company = db.company().0;
    let rows = sqlx::query_as!(
        Found,
        "select id, code, name, unit, kind, direction, over_time, over_people, scale, numerator_id, denominator_id,
                hidden_at, row_version
         from metric where company_id = $1 order by position, id",
        company
    )
    .fetch_all(&mut **db)
    .await?;
    rows.into_iter().map(Metric::try_from).collect()
}

/// Whether facts or plans are written by this metric.
pub async fn has_values(db: &mut TenantTx, id: MetricId) -> sqlx::Result<bool> {
    let company = db.company().0;
    sqlx::query_scalar!(
        r#"select exists (select from fact_entry where company_id = $1 and metric_id = $2)
               or exists (select from payment where company_id = $1 and metric_id = $2)
               or exists (select from target where company_id = $1 and metric_id = $2) as "has!""#,
        company,
        id.0
    )
    .fetch_one(&mut **db)
    .await
}

struct Found {
    id: Uuid,
    code: String,
    name: String,
    unit: String,
    kind: String,
    direction: String,
    over_time: String,
    over_people: String,
    scale: i16,
    numerator_id: Option<Uuid>,
    denominator_id: Option<Uuid>,
    hidden_at: Option<DateTime<Utc>>,
    row_version: i32,
}

impl TryFrom<Found> for Metric {
    type Error = sqlx::Error;

    fn try_from(row: Found) -> sqlx::Result<Self> {
        let broken = || sqlx::Error::Decode(format!("metric {} is broken", row.id).into());
        let over_time = match (row.over_time.as_str(), row.numerator_id, row.denominator_id) {
            ("sum", ..) => OverTime::Sum,
            ("last", ..) => OverTime::Last,
            ("ratio", Some(numerator), Some(denominator)) => OverTime::Ratio {
                numerator: MetricId(numerator),
                denominator: MetricId(denominator),
            },
            _ => return Err(broken()),
        };
        let is = |code: &str, stored: &str| code == stored;
        Ok(Self {
            unit: Unit::ALL.into_iter().find(|u| is(u.sign(), &row.unit)).ok_or_else(broken)?,
            kind: Kind::ALL.into_iter().find(|k| is(k.code(), &row.kind)).ok_or_else(broken)?,
            direction: Direction::ALL
                .into_iter()
                .find(|direction| is(direction.code(), &row.direction))
                .ok_or_else(broken)?,
            over_people: OverPeople::ALL
                .into_iter()
                .find(|people| is(people.code(), &row.over_people))
                .ok_or_else(broken)?,
            scale: u8::try_from(row.scale).map_err(|_| broken())?,
            id: MetricId(row.id),
            code: row.code,
            name: row.name,
            over_time,
            is_hidden: row.hidden_at.is_some(),
            row_version: row.row_version,
        })
    }
}
