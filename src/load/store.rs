//! Rows as JSON, whatever the table: the only statements that are made of names out of the catalogue.
use std::collections::BTreeSet;

use anyhow::{Result, ensure};
use sqlx::AssertSqlSafe;

use crate::db::{LoginTx, TenantTx};
use crate::values::{CompanyId, PersonId};

/// Whether anybody but people of the demonstration and of measurements has a sign-in here.
pub async fn has_others(db: &mut LoginTx, mail: &str) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select exists (select from person
               where email_norm is not null and email_norm not like '%@' || $1 and email_norm not like '%@demo.mayak') as "there!""#,
        mail
    )
    .fetch_one(&mut **db)
    .await
}

pub async fn is_there(db: &mut LoginTx, company: CompanyId) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select exists (select from company where id = $1) as "there!""#,
        company.0
    )
    .fetch_one(&mut **db)
    .await
}

/// A person nobody can sign in as by password.
pub async fn add_person(db: &mut LoginTx, id: PersonId, email: &str) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into person (id, email_norm, name, password_hash) values ($1, $2, $2, '')",
        id.0,
        email
    )
    .execute(&mut **db)
    .await?;
    Ok(())
}

/// Sessions of an earlier measurement last again.
pub async fn renew_sessions(db: &mut LoginTx, mail: &str) -> sqlx::Result<()> {
    let now = db.now();
    sqlx::query!(
        "update session s set seen_at = $2::timestamptz, ends_at = $2::timestamptz + interval '30 days'
         from person p where p.id = s.person_id and p.email_norm like '%@' || $1",
        mail,
        now
    )
    .execute(&mut **db)
    .await?;
    Ok(())
}

/// Everything the company has in tables of its own: the table and its rows, those that others point at first.
pub async fn rows_of(db: &mut TenantTx) -> Result<Vec<(String, String)>> {
    let mut rows = Vec::new();
    for table in ordered(tables(db).await?)? {
        let key = if table == "company" { "id" } else { "company_id" };
        let select = format!(
            "select coalesce(jsonb_agg(to_jsonb(t)), '[]')::text from {table} t where {key} = $1"
        );
        let company = db.company().0;
        let found: String =
            sqlx::query_scalar(AssertSqlSafe(select)).bind(company).fetch_one(&mut **db).await?;
        if found != "[]" {
            rows.push((table, found));
        }
    }
    Ok(rows)
}

pub async fn insert(db: &mut TenantTx, table: &str, rows: &str) -> sqlx::Result<()> {
    let insert = format!(
        "insert into {table} select * from jsonb_populate_recordset(null::{table}, $1::jsonb)"
    );
    sqlx::query(AssertSqlSafe(insert)).bind(rows).execute(&mut **db).await?;
    Ok(())
}

/// The tables whose keys begin with a company, with the ones they point at: what is done for companies (jobs, letters) is
/// kept under keys of its own and is not theirs.
async fn tables(db: &mut TenantTx) -> sqlx::Result<Vec<(String, Vec<String>)>> {
    sqlx::query_as(
        "select t.relname::text, coalesce(array_agg(f.confrelid::regclass::text) filter (where f.confrelid <> t.oid), '{}')
         from pg_class t
         left join pg_constraint f on f.conrelid = t.oid and f.contype = 'f'
         where t.relkind = 'r' and t.relnamespace = 'public'::regnamespace
             and has_table_privilege(t.oid, 'select') and has_table_privilege(t.oid, 'insert')
             and (t.relname = 'company' or exists (
                 select from pg_index i join pg_attribute a on a.attrelid = t.oid and a.attnum = i.indkey[0]
                 where i.indrelid = t.oid and i.indisprimary and a.attname = 'company_id'))
         group by t.oid, t.relname order by t.relname",
    )
    .fetch_all(&mut **db)
    .await
}

/// Those that others point at first.
fn ordered(tables: Vec<(String, Vec<String>)>) -> Result<Vec<String>> {
    let names: BTreeSet<String> = tables.iter().map(|(name, _)| name.clone()).collect();
    let (mut ordered, mut left): (Vec<String>, _) = (Vec::new(), tables);
    while !left.is_empty() {
        let is_ready = |needs: &[String], done: &[String]| {
            needs.iter().all(|need| done.contains(need) || !names.contains(need))
        };
        let (ready, rest): (Vec<_>, Vec<_>) =
            left.into_iter().partition(|(_, needs)| is_ready(needs, &ordered));
        ensure!(!ready.is_empty(), "tables point at each other in a ring: {rest:?}");
        ordered.extend(ready.into_iter().map(|(name, _)| name));
        left = rest;
    }
    Ok(ordered)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_comes_after_those_it_points_at() {
        let table = |name: &str, needs: &[&str]| {
            (name.to_owned(), needs.iter().map(|need| (*need).to_owned()).collect())
        };
        let tables = vec![
            table("fact", &["member", "person"]),
            table("member", &["company"]),
            table("company", &[]),
        ];
        assert_eq!(ordered(tables).unwrap(), ["company", "member", "fact"]);
        assert!(ordered(vec![table("a", &["b"]), table("b", &["a"])]).is_err());
    }
}
