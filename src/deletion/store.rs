use anyhow::{Context, Result, ensure};
use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;
use sqlx::AssertSqlSafe;

use super::asking::Deletion;
use crate::db::{Change, EraserTx, LoginTx, Refers, TenantTx, dependents_last, log};
use crate::values::CompanyId;

/// The request that stands in this company.
pub async fn deletion(db: &mut TenantTx) -> sqlx::Result<Option<Deletion>> {
    let company = db.company().0;
    sqlx::query_as!(
        Deletion,
        r#"select coalesce(m.name, '') as "asked_by!", (d.asked_at at time zone c.tz)::date as "asked_on!", d.due_on
           from company_deletion d join company c on c.id = d.company_id
           left join member m on m.company_id = $1 and m.id = d.asked_by where d.company_id = $1"#,
        company
    )
    .fetch_optional(&mut **db)
    .await
}

/// Asks for the deletion; false when somebody already has.
pub async fn ask(db: &mut TenantTx, due_on: NaiveDate) -> sqlx::Result<bool> {
    let (company, now) = (db.company().0, db.now());
    let member = db.member().map(|member| member.0).unwrap_or_default();
    let asked = sqlx::query!(
        "insert into company_deletion (company_id, asked_by, asked_at, due_on) values ($1, $2, $3, $4) on conflict do nothing",
        company,
        member,
        now,
        due_on
    )
    .execute(&mut **db)
    .await?;
    if asked.rows_affected() == 0 {
        return Ok(false);
    }
    let (subject, action) = ("company", "ask_deletion");
    let after = Some(json!({ "due_on": due_on }));
    log(db, Change { subject, id: company, action, before: None, after }).await?;
    Ok(true)
}

/// Keeps the company; false when nobody asked for its deletion any more.
pub async fn keep(db: &mut TenantTx) -> sqlx::Result<bool> {
    let company = db.company().0;
    let kept = sqlx::query!("delete from company_deletion where company_id = $1", company)
        .execute(&mut **db)
        .await?;
    if kept.rows_affected() == 0 {
        return Ok(false);
    }
    let (subject, action) = ("company", "keep");
    log(db, Change { subject, id: company, action, before: None, after: None }).await?;
    Ok(true)
}

/// The companies whose day has come where they are.
pub async fn due(db: &mut LoginTx, now: DateTime<Utc>) -> sqlx::Result<Vec<CompanyId>> {
    let due = sqlx::query_scalar!(
        "select d.company_id from company_deletion d join company c on c.id = d.company_id
         where d.due_on <= ($1::timestamptz at time zone c.tz)::date order by d.due_on",
        now
    )
    .fetch_all(&mut **db)
    .await?;
    Ok(due.into_iter().map(CompanyId).collect())
}

/// Nobody is in the company any longer: sessions go on without one, its links for new passwords go.
pub async fn leave(db: &mut LoginTx, company: CompanyId) -> sqlx::Result<()> {
    sqlx::query!("update session set company_id = null where company_id = $1", company.0)
        .execute(&mut **db)
        .await?;
    sqlx::query!("delete from reset_link where company_id = $1", company.0)
        .execute(&mut **db)
        .await?;
    Ok(())
}

/// Every change of the company counts on in it. It goes just before the company's own row: held from early on it would
/// keep an owner waiting who takes the request back in the middle of the deletion.
const COUNTED: &str = "company_revision";

struct Table {
    name: String,
    is_company: bool,
    refers_to: Vec<String>,
}

/// Everything of the company, what refers before what is referred to; the request itself goes with the company's own row.
/// Gives the number of rows.
pub async fn erase(db: &mut EraserTx) -> Result<u64> {
    let mut rows = 0;
    for table in tables(db).await?.iter().rev() {
        let (name, key) = (&table.name, if table.is_company { "id" } else { "company_id" });
        let delete = format!("delete from \"{name}\" where {key} = $1");
        let company = db.company().0;
        let gone = sqlx::query(AssertSqlSafe(delete)).bind(company).execute(&mut **db).await?;
        // Kept in the middle of it, the company is not there to delete; all of this is undone then.
        ensure!(!table.is_company || gone.rows_affected() == 1, "the company is to be kept");
        rows += gone.rows_affected();
    }
    Ok(rows)
}

async fn tables(db: &mut EraserTx) -> Result<Vec<Table>> {
    let tables = sqlx::query_as!(
        Table,
        r#"select c.relname::text as "name!", c.relname = 'company' as "is_company!",
               array(select distinct r.relname::text from pg_constraint k join pg_class r on r.oid = k.confrelid
                   where k.conrelid = c.oid and k.contype = 'f') as "refers_to!"
           from pg_class c where c.relnamespace = 'public'::regnamespace and c.relrowsecurity and c.relname <> 'company_deletion'"#
    )
    .fetch_all(&mut **db)
    .await?;
    let mut tables = dependents_last(tables).context("tables refer to each other in a ring")?;
    tables.sort_by_key(|table| (!table.is_company, table.name != COUNTED));
    Ok(tables)
}

impl Refers for Table {
    fn name(&self) -> &str {
        &self.name
    }

    fn refers_to(&self) -> &[String] {
        &self.refers_to
    }
}
