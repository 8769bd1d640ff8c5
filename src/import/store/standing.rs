use std::collections::HashMap;

use chrono::NaiveDate;
use uuid::Uuid;

use crate::db::TenantTx;
use crate::import::comparison::{Place, Standing};
use crate::values::{ImportId, MemberId, MetricId};

/// Cells of one statement.
const BATCH: usize = 20_000;

/// What imports and hands have said of these cells.
pub async fn facts(db: &mut TenantTx, places: &[Place]) -> sqlx::Result<HashMap<Place, Standing>> {
    let mut found = HashMap::new();
    for places in places.chunks(BATCH) {
        add_facts(db, places, &mut found).await?;
    }
    Ok(found)
}

async fn add_facts(
    db: &mut TenantTx,
    places: &[Place],
    found: &mut HashMap<Place, Standing>,
) -> sqlx::Result<()> {
    let company = db.company().0;
    let members: Vec<Uuid> = places.iter().map(|(member, ..)| member.0).collect();
    let metrics: Vec<Uuid> = places.iter().map(|(_, metric, _)| metric.0).collect();
    let days: Vec<NaiveDate> = places.iter().map(|(.., day)| *day).collect();
    let rows = sqlx::query!(
        r#"with cell as (
               select distinct * from unnest($2::uuid[], $3::uuid[], $4::date[]) as c (member_id, metric_id, day))
           select e.member_id as "member_id!", e.metric_id as "metric_id!", e.day as "day!", e.origin as "origin!", e.value as "value!"
           from cell c
           join fact_entry e on e.company_id = $1 and e.member_id = c.member_id and e.metric_id = c.metric_id and e.day = c.day
           where e.tag = '' and (e.origin in ('import', 'manual') or e.origin = 'correction' and e.import_id is not null) and e.value is not null
               and not exists (select from fact_entry r where r.company_id = $1 and r.replaces_id = e.id)
           union all
           select p.member_id, p.metric_id, p.day, 'paid', sum(p.amount)::bigint
           from cell c
           join payment p on p.company_id = $1 and p.day = c.day and p.member_id = c.member_id and p.metric_id = c.metric_id
           where p.tag = '' and p.origin = 'manual' and p.amount is not null
               and not exists (select from payment r where r.company_id = $1 and r.replaces_id = p.id)
           group by p.member_id, p.metric_id, p.day
           order by 4"#,
        company,
        &members,
        &metrics,
        &days
    )
    .fetch_all(&mut **db)
    .await?;
    for row in rows {
        let place = (MemberId(row.member_id), MetricId(row.metric_id), row.day);
        let standing = found.entry(place).or_default();
        match row.origin.as_str() {
            // Payments take the place of a figure typed as one; they come after it.
            "manual" | "paid" => standing.by_hand = Some(row.value),
            // On a closed day an import's word is a correction, and that one counts.
            "correction" => standing.same_kind = Some(row.value),
            _ => standing.same_kind = standing.same_kind.or(Some(row.value)),
        }
    }
    Ok(())
}

/// How many figures of an import have since been replaced by something else.
pub async fn later_figures(db: &mut TenantTx, import: ImportId) -> sqlx::Result<i64> {
    let company = db.company().0;
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from fact_entry e
           where e.company_id = $1 and e.import_id = $2 and e.value is not null
               and exists (select from fact_entry r where r.company_id = $1 and r.replaces_id = e.id
                   and r.import_id is distinct from $2)"#,
        company,
        import.0
    )
    .fetch_one(&mut **db)
    .await
}
