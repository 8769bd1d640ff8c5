//! What the overview asks besides the report.
use sqlx::types::Json;

use super::start::Start;
use crate::db::TenantTx;
use crate::values::Period;
use crate::working_days::{Known, Roster};

/// And who works when in the months of a period: the page has no statement to spare.
pub async fn start(db: &mut TenantTx, period: Period) -> sqlx::Result<(Start, Roster)> {
    let company = db.company().0;
    let (first, last) =
        (Period::month(period.first()).first(), Period::month(period.last()).last());
    let row = sqlx::query!(
        r#"select tracking_from, working_days($1, $2, $3) as "days!: Json<Known>",
               exists (select from member where company_id = $1 and sells) as "has_people!",
               exists (select from target where company_id = $1 and value is not null) as "has_plan!",
               exists (select from fact_day where company_id = $1) as "has_facts!"
           from company where id = $1"#,
        company,
        first,
        last
    )
    .fetch_one(&mut **db)
    .await?;
    let start = Start {
        tracking_from: row.tracking_from,
        has_people: row.has_people,
        has_plan: row.has_plan,
        has_facts: row.has_facts,
    };
    Ok((start, Roster::of(row.days.0, first, last)))
}
