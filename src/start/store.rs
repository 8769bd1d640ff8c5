//! Queries.
use chrono::NaiveDate;
use serde_json::json;
use sqlx::types::Json;

use super::progress::{Progress, Step, Typed};
use crate::db::{Change, TenantTx, log};
use crate::template::Template;
use crate::values::DepartmentId;

/// Where the wizard was left, and the template that was applied last.
pub async fn progress(db: &mut TenantTx) -> sqlx::Result<(Progress, Option<Template>)> {
    let company = db.company().0;
    let row = sqlx::query!(
        r#"select s.industry, s.step as "step?", s.typed as "typed?: Json<Typed>", s.finished_at,
               (select content from template_applied where company_id = $1 order by no desc limit 1)
                   as "content?: Json<Template>"
           from company c left join company_setup s on s.company_id = $1 where c.id = $1"#,
        company
    )
    .fetch_one(&mut **db)
    .await?;
    let progress = Progress {
        step: Step::of(row.step.unwrap_or(1)),
        typed: row.typed.map(|typed| typed.0).unwrap_or_default(),
        industry: row.industry,
        is_finished: row.finished_at.is_some(),
    };
    Ok((progress, row.content.map(|content| content.0)))
}

/// The departments that have a plan of a month between two first days.
pub async fn planned(
    db: &mut TenantTx,
    first: NaiveDate,
    last: NaiveDate,
) -> sqlx::Result<Vec<(DepartmentId, NaiveDate)>> {
    let company = db.company().0;
    let rows = sqlx::query!(
        r#"select distinct department_id as "department_id!", starts_on from plan_version
           where company_id = $1 and period = 'month' and state = 'approved' and starts_on between $2 and $3
             and department_id is not null"#,
        company,
        first,
        last
    )
    .fetch_all(&mut **db)
    .await?;
    Ok(rows.into_iter().map(|row| (DepartmentId(row.department_id), row.starts_on)).collect())
}

/// Remembers how far the wizard has come and what was typed.
pub async fn save(db: &mut TenantTx, progress: &Progress) -> sqlx::Result<()> {
    let company = db.company().0;
    sqlx::query!(
        "insert into company_setup (company_id, step, typed) values ($1, $2, $3)
         on conflict (company_id) do update
         set step = greatest(company_setup.step, excluded.step), typed = excluded.typed, row_version = company_setup.row_version + 1",
        company,
        progress.step.no(),
        Json(&progress.typed) as _
    )
    .execute(&mut **db)
    .await?;
    Ok(())
}

/// Ends the wizard; it can be opened again.
pub async fn finish(db: &mut TenantTx) -> sqlx::Result<()> {
    let (company, now) = (db.company().0, db.now());
    sqlx::query!(
        "update company_setup set finished_at = coalesce(finished_at, $2), row_version = row_version + 1 where company_id = $1",
        company,
        now
    )
    .execute(&mut **db)
    .await?;
    let change = Change {
        subject: "company",
        id: company,
        action: "set_up",
        before: None,
        after: Some(json!({})),
    };
    log(db, change).await
}
