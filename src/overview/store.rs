//! What the overview asks besides the report.
use super::start::Start;
use crate::db::TenantTx;

pub async fn start(db: &mut TenantTx) -> sqlx::Result<Start> {
    let company = db.company().0;
    sqlx::query_as!(
        Start,
        r#"select tracking_from,
               exists (select from member where company_id = $1 and sells) as "has_people!",
               exists (select from target where company_id = $1 and value is not null) as "has_plan!",
               exists (select from fact_day where company_id = $1) as "has_facts!"
           from company where id = $1"#,
        company
    )
    .fetch_one(&mut **db)
    .await
}
