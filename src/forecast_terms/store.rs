use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Value, json};

use super::terms::Terms;
use crate::db::{Change, Editor, TenantTx, log};

/// Terms and since when they hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    pub from_on: NaiveDate,
    pub terms: Terms,
    /// Nobody: a template put them there by itself.
    pub by_name: Option<String>,
    pub recorded_at: DateTime<Utc>,
    pub row_version: i32,
}

impl Held {
    pub fn editor(&self) -> Option<Editor> {
        let name = self.by_name.clone()?;
        Some(Editor { name, at: self.recorded_at })
    }
}

/// Every state the terms were in, the newest first.
pub async fn history(db: &mut TenantTx) -> sqlx::Result<Vec<Held>> {
    let company = db.company().0;
    let rows = sqlx::query!(
        r#"select t.from_on, t.terms, t.recorded_at, t.row_version, m.name as "by_name?"
           from forecast_terms t left join member m on m.company_id = $1 and m.id = t.by_member
           where t.company_id = $1 order by t.from_on desc"#,
        company
    )
    .fetch_all(&mut **db)
    .await?;
    let held = rows.into_iter().map(|row| {
        let broken = |e| sqlx::Error::Decode(format!("terms of {}: {e}", row.from_on).into());
        Ok(Held {
            terms: serde_json::from_value(row.terms).map_err(broken)?,
            from_on: row.from_on,
            by_name: row.by_name,
            recorded_at: row.recorded_at,
            row_version: row.row_version,
        })
    });
    held.collect()
}

/// Writes the terms that hold from `today`; a second change of the day stands in for the first. `before`: what held.
pub async fn save(
    db: &mut TenantTx,
    today: NaiveDate,
    terms: &Terms,
    before: Option<&Held>,
) -> sqlx::Result<()> {
    let (company, now) = (db.company().0, db.now());
    let by = db.member().map(|member| member.0);
    let written = written(terms);
    sqlx::query!(
        "insert into forecast_terms (company_id, from_on, terms, by_member, recorded_at) values ($1, $2, $3, $4, $5)
         on conflict (company_id, from_on) do update set terms = excluded.terms, by_member = excluded.by_member,
             recorded_at = excluded.recorded_at, row_version = forecast_terms.row_version + 1",
        company,
        today,
        written,
        by,
        now
    )
    .execute(&mut **db)
    .await?;
    let after = json!({ "from_on": today, "terms": written });
    let before =
        before.map(|held| json!({ "from_on": held.from_on, "terms": self::written(&held.terms) }));
    let (subject, action) = ("forecast_terms", "set");
    log(db, Change { subject, id: company, action, before, after: Some(after) }).await
}

fn written(terms: &Terms) -> Value {
    serde_json::to_value(terms).unwrap_or_default()
}
