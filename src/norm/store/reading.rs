use std::collections::HashMap;

use chrono::NaiveDate;
use uuid::Uuid;

use crate::access::Role;
use crate::db::TenantTx;
use crate::norm::norms::{Norm, Norms, Per, Source, Whose};
use crate::norm::usual::WeekFact;
use crate::values::{MemberId, MetricId, NormId};

/// Every norm of the company, past and to come.
pub async fn all(db: &mut TenantTx) -> sqlx::Result<Norms> {
    let company = db.company().0;
    let rows = sqlx::query_as!(
        Found,
        "select id, metric_id, role, member_id, from_on, value, per, source, row_version from norm where company_id = $1",
        company
    )
    .fetch_all(&mut **db)
    .await?;
    rows.into_iter().map(Norm::try_from).collect::<sqlx::Result<_>>().map(Norms::new)
}

/// How long one of each metric takes, where that was said.
pub async fn minutes(db: &mut TenantTx) -> sqlx::Result<HashMap<MetricId, i16>> {
    let company = db.company().0;
    let rows = sqlx::query!(
        r#"select id, minutes_each as "minutes!" from metric where company_id = $1 and minutes_each is not null"#,
        company
    )
    .fetch_all(&mut **db)
    .await?;
    Ok(rows.into_iter().map(|row| (MetricId(row.id), row.minutes)).collect())
}

/// What each person who sells did of each metric in each ISO week between two days.
pub async fn weeks(
    db: &mut TenantTx,
    first: NaiveDate,
    last: NaiveDate,
) -> sqlx::Result<Vec<WeekFact>> {
    let company = db.company().0;
    let rows = sqlx::query!(
        r#"select f.member_id, f.metric_id, f.day - (extract(isodow from f.day)::int - 1) as "monday!", sum(f.value)::bigint as "sum!",
               (array_agg(f.value order by f.day desc))[1] as "last!"
           from fact_day f
           join member m on m.company_id = $1 and m.id = f.member_id and m.sells
           where f.company_id = $1 and f.day between $2 and $3
           group by 1, 2, 3"#,
        company,
        first,
        last
    )
    .fetch_all(&mut **db)
    .await?;
    let fact = |member: Uuid, metric: Uuid, monday, sum, last| WeekFact {
        member: MemberId(member),
        metric: MetricId(metric),
        monday,
        sum,
        last,
    };
    Ok(rows
        .into_iter()
        .map(|row| fact(row.member_id, row.metric_id, row.monday, row.sum, row.last))
        .collect())
}

struct Found {
    id: Uuid,
    metric_id: Uuid,
    role: Option<String>,
    member_id: Option<Uuid>,
    from_on: NaiveDate,
    value: Option<i64>,
    per: String,
    source: String,
    row_version: i32,
}

impl TryFrom<Found> for Norm {
    type Error = sqlx::Error;

    fn try_from(row: Found) -> sqlx::Result<Self> {
        let broken = || sqlx::Error::Decode(format!("norm {} is broken", row.id).into());
        let role = row.role.as_deref().and_then(|role| role.parse::<Role>().ok());
        let whose = match (row.member_id, role) {
            (Some(member), _) => Whose::Member(MemberId(member)),
            (None, Some(role)) => Whose::Role(role),
            (None, None) => return Err(broken()),
        };
        Ok(Self {
            id: NormId(row.id),
            metric: MetricId(row.metric_id),
            whose,
            from_on: row.from_on,
            value: row.value,
            per: Per::ALL.into_iter().find(|per| per.code() == row.per).ok_or_else(broken)?,
            source: Source::ALL.into_iter().find(|s| s.code() == row.source).ok_or_else(broken)?,
            row_version: row.row_version,
        })
    }
}
