use futures_util::stream::BoxStream;
use serde_json::json;
use sqlx::AssertSqlSafe;
use uuid::Uuid;

use super::table::Table;
use crate::db::{Change, TenantTx, log};

/// Remembers that somebody took everything along.
pub async fn record(db: &mut TenantTx) -> sqlx::Result<()> {
    let (id, at) = (db.company().0, db.now());
    let (subject, action) = ("company", "export");
    let after = Some(json!({ "at": at }));
    log(db, Change { subject, id, action, before: None, after }).await
}

/// What is read of a table.
#[derive(Debug)]
pub struct Read {
    name: &'static str,
    key: &'static str,
    columns: Vec<String>,
    pub rows: i64,
}

pub async fn read(db: &mut TenantTx, table: &Table) -> sqlx::Result<Read> {
    let (name, company) = (table.name, db.company().0);
    let columns = columns(db, table).await?;
    let key = if name == "company" { "id" } else { "company_id" };
    let count = AssertSqlSafe(format!("select count(*) from \"{name}\" where {key} = $1"));
    let rows = sqlx::query_scalar(count).bind(company).fetch_one(&mut **db).await?;
    Ok(Read { name, key, columns, rows })
}

struct Column {
    name: String,
    /// Free text: a spreadsheet might take it for a formula.
    is_text: bool,
}

/// The columns of a table as they are selected.
async fn columns(db: &mut TenantTx, table: &Table) -> sqlx::Result<Vec<String>> {
    let columns = sqlx::query_as!(
        Column,
        r#"select a.attname::text as "name!", t.typcategory = 'S' as "is_text!"
           from pg_attribute a join pg_type t on t.oid = a.atttypid
           where a.attrelid = ('public.' || quote_ident($1))::regclass and a.attnum > 0 and not a.attisdropped order by a.attnum"#,
        table.name
    )
    .fetch_all(&mut **db)
    .await?;
    let shown = columns.iter().filter(|column| !table.hidden.contains(&column.name.as_str()));
    Ok(shown.map(selected).collect())
}

fn selected(column: &Column) -> String {
    let name = format!("\"{}\"", column.name);
    if !column.is_text {
        return name;
    }
    format!("case when {name} ~ '^[-=+@\\t\\r]' then '''' || {name} else {name} end as {name}")
}

/// The lines of a CSV, its head first.
pub async fn csv<'a>(
    db: &'a mut TenantTx,
    read: &Read,
) -> sqlx::Result<BoxStream<'a, sqlx::Result<impl AsRef<[u8]> + use<>>>> {
    let Read { name, key, columns, .. } = read;
    let (columns, company) = (columns.join(", "), db.company().0);
    let copy = format!(
        "copy (select {columns} from \"{name}\" where {key} = '{company}') to stdout \
         with (format csv, header, delimiter ';', encoding 'UTF8')"
    );
    db.copy_out_raw(&copy).await
}

pub struct File {
    pub id: Uuid,
    pub name: String,
}

/// The files that were uploaded and are still kept.
pub async fn files(db: &mut TenantTx) -> sqlx::Result<Vec<File>> {
    let company = db.company().0;
    sqlx::query_as!(
        File,
        "select r.id, r.file_name as name from import_run r
         join import_file f on f.company_id = $1 and f.import_id = r.id where r.company_id = $1 order by r.id",
        company
    )
    .fetch_all(&mut **db)
    .await
}

pub async fn content(db: &mut TenantTx, id: Uuid) -> sqlx::Result<Vec<u8>> {
    let company = db.company().0;
    sqlx::query_scalar!(
        "select content from import_file where company_id = $1 and import_id = $2",
        company,
        id
    )
    .fetch_one(&mut **db)
    .await
}
