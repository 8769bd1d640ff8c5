use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value;
use uuid::Uuid;

use crate::db::TenantTx;
use crate::template::merge::Line;

/// What a company was set up by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Setup {
    /// The code of the template.
    pub industry: Option<String>,
    /// The last day of the light start.
    pub light_until: Option<NaiveDate>,
}

/// What the company was set up by; nothing for one that never was.
pub async fn setup_of(db: &mut TenantTx) -> sqlx::Result<Setup> {
    let company = db.company().0;
    let setup = sqlx::query_as!(
        Setup,
        "select industry, light_until from company_setup where company_id = $1",
        company
    )
    .fetch_optional(&mut **db)
    .await?;
    Ok(setup.unwrap_or_default())
}

/// The last time a template was applied.
#[derive(Debug, Clone)]
pub struct Application {
    /// The template's title.
    pub title: String,
    pub lines: Vec<Line>,
    pub by_name: String,
    pub at: DateTime<Utc>,
    /// The last day of the light start.
    pub light_until: Option<NaiveDate>,
}

pub async fn last_application(db: &mut TenantTx) -> sqlx::Result<Option<Application>> {
    let company = db.company().0;
    let row = sqlx::query!(
        r#"select a.content ->> 'title' as "title!", a.diff, a.applied_at, m.name, s.light_until as "light_until?"
           from template_applied a
           join member m on m.company_id = $1 and m.id = a.by_member
           left join company_setup s on s.company_id = $1
           where a.company_id = $1 order by a.no desc limit 1"#,
        company
    )
    .fetch_optional(&mut **db)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let lines = serde_json::from_value(row.diff);
    Ok(Some(Application {
        title: row.title,
        lines: lines.map_err(|error| sqlx::Error::Decode(error.into()))?,
        by_name: row.name,
        at: row.applied_at,
        light_until: row.light_until,
    }))
}

/// A light start begun once is not begun again.
pub async fn setup(
    db: &mut TenantTx,
    code: &str,
    light_until: Option<NaiveDate>,
) -> sqlx::Result<()> {
    let company = db.company().0;
    sqlx::query!(
        "insert into company_setup (company_id, industry, light_until) values ($1, $2, $3)
         on conflict (company_id) do update set
             industry = excluded.industry,
             light_until = case when excluded.light_until is null then null
                 else coalesce(company_setup.light_until, excluded.light_until) end,
             row_version = company_setup.row_version + 1",
        company,
        code,
        light_until
    )
    .execute(&mut **db)
    .await?;
    Ok(())
}

pub async fn applied(
    db: &mut TenantTx,
    id: Uuid,
    (code, version): (&str, i32),
    content: &Value,
    diff: &Value,
) -> sqlx::Result<()> {
    let (company, now, member) = (db.company().0, db.now(), db.member().map(|member| member.0));
    sqlx::query!(
        "insert into template_applied (company_id, id, no, template, version, content, diff, by_member, applied_at)
         select $1, $2, 1 + coalesce(max(no), 0), $3, $4, $5, $6, $7, $8 from template_applied where company_id = $1",
        company,
        id,
        code,
        version,
        content,
        diff,
        member,
        now
    )
    .execute(&mut **db)
    .await?;
    Ok(())
}
