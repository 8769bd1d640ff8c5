//! What the database says of its own tables, and their rows as COPY writes and takes them. Runs as the schema's owner, who sees
//! all companies by the policy `copy`.
use std::collections::BTreeMap;

use anyhow::{Context, Result};
use futures_util::stream::BoxStream;
use sqlx::postgres::PgCopyIn;
use sqlx::{AssertSqlSafe, Executor, PgConnection, Postgres, Transaction};

use super::manifest::TableMark;
use crate::db::{Refers, dependents_last};
use crate::values::hex;

/// A table with what is copied of it.
#[derive(Debug)]
pub struct Table {
    pub name: String,
    pub columns: Vec<String>,
    /// The columns of the primary key, as `order by` takes them: the same order on every server.
    key: Vec<String>,
    refers_to: Vec<String>,
}

/// A moment of the whole database: nothing that is written later is seen.
pub async fn freeze(db: &mut PgConnection) -> sqlx::Result<Transaction<'_, Postgres>> {
    sqlx::Connection::begin_with(db, "begin isolation level repeatable read, read only").await
}

/// All tables of the product but its list of migrations, in the order in which they can be filled.
pub async fn tables(db: &mut PgConnection) -> Result<Vec<Table>> {
    let tables = sqlx::query_as!(
        Table,
        r#"select c.relname::text as "name!",
               array(select a.attname::text from pg_attribute a
                   where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum) as "columns!",
               array(select quote_ident(a.attname) || case when a.attcollation <> 0 then ' collate "C"' else '' end
                   from pg_index i, unnest(i.indkey[:i.indnkeyatts - 1]) with ordinality k (no, at), pg_attribute a
                   where i.indrelid = c.oid and i.indisprimary and a.attrelid = c.oid and a.attnum = k.no order by k.at) as "key!",
               array(select distinct r.relname::text from pg_constraint k join pg_class r on r.oid = k.confrelid
                   where k.conrelid = c.oid and k.contype = 'f') as "refers_to!"
           from pg_class c
           where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> '_sqlx_migrations'"#
    )
    .fetch_all(db)
    .await?;
    dependents_last(tables).context("таблицы ссылаются друг на друга по кругу")
}

impl Refers for Table {
    fn name(&self) -> &str {
        &self.name
    }

    fn refers_to(&self) -> &[String] {
        &self.refers_to
    }
}

/// The applied migrations with their checksums.
pub async fn migrations(db: &mut PgConnection) -> sqlx::Result<BTreeMap<i64, String>> {
    let rows: Vec<(i64, Vec<u8>)> =
        sqlx::query_as("select version, checksum from _sqlx_migrations where success")
            .fetch_all(db)
            .await?;
    Ok(rows.into_iter().map(|(version, checksum)| (version, hex(&checksum))).collect())
}

/// All rows of a table in the order of its key; of the columns named, which may be fewer than there are.
pub async fn rows<'a>(
    db: &'a mut PgConnection,
    table: &Table,
    columns: &[String],
) -> sqlx::Result<BoxStream<'a, sqlx::Result<impl AsRef<[u8]>>>> {
    let (name, columns) = (quoted(&table.name), listed(columns));
    let order = if table.key.is_empty() { columns.clone() } else { table.key.join(", ") };
    db.copy_out_raw(&format!("copy (select {columns} from {name} order by {order}) to stdout"))
        .await
}

/// Begins to fill a table.
pub async fn fill<'a>(
    db: &'a mut PgConnection,
    table: &TableMark,
) -> sqlx::Result<PgCopyIn<&'a mut PgConnection>> {
    let (name, columns) = (quoted(&table.name), listed(&table.columns));
    db.copy_in_raw(&format!("copy {name} ({columns}) from stdin")).await
}

/// How far a database is from being empty.
pub struct Standing {
    /// Relations in it, and how many of them are not the product's.
    pub relations: i64,
    pub foreign: i64,
    /// Other connections of a product to it.
    pub products: i64,
}

pub async fn standing(db: &mut PgConnection) -> sqlx::Result<Standing> {
    sqlx::query_as!(
        Standing,
        r#"select
               (select count(*) from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'S')) as "relations!",
               (select count(*) from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'S')
                   and relowner <> 'mayak_owner'::regrole) as "foreign!",
               (select count(*) from pg_stat_activity
                   where datname = current_database() and (usename = 'mayak_login' or application_name = 'mayak') and pid <> pg_backend_pid()) as "products!""#
    )
    .fetch_one(db)
    .await
}

/// Whether any of the tables has a row.
pub async fn has_rows(db: &mut PgConnection, tables: &[Table]) -> sqlx::Result<bool> {
    let each = tables.iter().map(|table| format!("exists (select from {})", quoted(&table.name)));
    let any = each.chain(["false".to_owned()]).collect::<Vec<_>>().join(" or ");
    sqlx::query_scalar(AssertSqlSafe(format!("select {any}"))).fetch_one(db).await
}

/// Takes an unused schema away, so that the one of the copy can be made.
pub async fn clear(db: &mut PgConnection) -> sqlx::Result<()> {
    let clear = "do $$ declare it text; begin
            for it in select oid::regclass from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
                and relowner = 'mayak_owner'::regrole loop
                execute 'drop table if exists ' || it || ' cascade';
            end loop;
            for it in select oid::regprocedure from pg_proc where pronamespace = 'public'::regnamespace
                and proowner = 'mayak_owner'::regrole loop
                execute 'drop routine ' || it;
            end loop;
        end $$";
    db.execute(clear).await?;
    Ok(())
}

/// Lets the owner fill walled tables, or puts the walls before him again: COPY is refused under row-level security.
pub async fn force_walls(db: &mut PgConnection, are_forced: bool) -> sqlx::Result<()> {
    let (from, to) =
        if are_forced { ("", "force") } else { ("and relforcerowsecurity", "no force") };
    let each = format!(
        "do $$ declare it text; begin
            for it in select oid::regclass from pg_class where relnamespace = 'public'::regnamespace and relrowsecurity {from} loop
                execute 'alter table ' || it || ' {to} row level security';
            end loop;
        end $$"
    );
    db.execute(AssertSqlSafe(each)).await?;
    Ok(())
}

/// After so many new rows: what the planner and index-only scans need to know.
pub async fn settle(db: &mut PgConnection) -> sqlx::Result<()> {
    db.execute("vacuum (analyze)").await?;
    Ok(())
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn listed(columns: &[String]) -> String {
    columns.iter().map(|column| quoted(column)).collect::<Vec<_>>().join(", ")
}
