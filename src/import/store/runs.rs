use chrono::{DateTime, Utc};
use serde_json::json;
use uuid::Uuid;

use crate::db::{Change, TenantTx, log};
use crate::import::mapping::{Kind, Mapping};
use crate::import::run::{Run, State};
use crate::values::{ImportId, MemberId};

/// Earlier mappings looked through for the same headings.
const REMEMBERED: i64 = 30;

/// A file just uploaded and recognised.
#[derive(Debug)]
pub struct NewRun<'a> {
    pub kind: Kind,
    pub file_name: &'a str,
    pub sha256: &'a [u8],
    /// Digest of the headings.
    pub layout: &'a str,
    pub mapping: &'a Mapping,
    pub content: &'a [u8],
}

pub(super) fn written(mapping: &impl serde::Serialize) -> sqlx::Result<serde_json::Value> {
    serde_json::to_value(mapping).map_err(|error| sqlx::Error::Encode(error.into()))
}

pub(super) fn read<T: serde::de::DeserializeOwned>(value: serde_json::Value) -> sqlx::Result<T> {
    serde_json::from_value(value).map_err(|error| sqlx::Error::Decode(error.into()))
}

/// Keeps the file and its proposed mapping.
pub async fn add(db: &mut TenantTx, new: &NewRun<'_>) -> sqlx::Result<ImportId> {
    let (company, id, now) = (db.company().0, db.new_id::<ImportId>(), db.now());
    let member = db.member().map(|member| member.0);
    sqlx::query!(
        "insert into import_run (company_id, id, kind, file_name, sha256, layout, mapping, state, by_member, made_at)
         values ($1, $2, $3, $4, $5, $6, $7, 'uploaded', $8, $9)",
        company,
        id.0,
        new.kind.code(),
        new.file_name,
        new.sha256,
        new.layout,
        written(new.mapping)?,
        member,
        now
    )
    .execute(&mut **db)
    .await?;
    sqlx::query!(
        "insert into import_file (company_id, import_id, content) values ($1, $2, $3)",
        company,
        id.0,
        new.content
    )
    .execute(&mut **db)
    .await?;
    let after = Some(json!({ "kind": new.kind.code(), "file_name": new.file_name }));
    log(db, Change { subject: "import", id: id.0, action: "upload", before: None, after }).await?;
    Ok(id)
}

struct Found {
    id: Uuid,
    kind: String,
    file_name: String,
    sha256: Vec<u8>,
    mapping: serde_json::Value,
    summary: Option<serde_json::Value>,
    state: String,
    by_member: Uuid,
    by_name: String,
    made_at: DateTime<Utc>,
    applied_at: Option<DateTime<Utc>>,
    undone_at: Option<DateTime<Utc>>,
    is_discarded: bool,
    row_version: i32,
}

impl TryFrom<Found> for Run {
    type Error = sqlx::Error;

    fn try_from(row: Found) -> sqlx::Result<Self> {
        let unknown = |what: &str| sqlx::Error::Decode(format!("import {}: {what}", row.id).into());
        Ok(Self {
            id: ImportId(row.id),
            kind: Kind::from_code(&row.kind).ok_or_else(|| unknown("kind"))?,
            state: State::stored(&row.state, row.is_discarded).ok_or_else(|| unknown("state"))?,
            file_name: row.file_name,
            sha256: row.sha256,
            mapping: read(row.mapping)?,
            summary: row.summary.map(read).transpose()?,
            by: MemberId(row.by_member),
            by_name: row.by_name,
            made_at: row.made_at,
            applied_at: row.applied_at,
            undone_at: row.undone_at,
            row_version: row.row_version,
        })
    }
}

/// The last hundred imports but the discarded, newest first; of one member only where `by` is given.
pub async fn list(db: &mut TenantTx, by: Option<MemberId>) -> sqlx::Result<Vec<Run>> {
    let company = db.company().0;
    let rows = sqlx::query_as!(
        Found,
        r#"select r.id, r.kind, r.file_name, r.sha256, r.mapping, r.summary, r.state, r.by_member, m.name as by_name,
             r.made_at, r.applied_at, r.undone_at,
             r.discarded_at is not null as "is_discarded!", r.row_version
         from import_run r join member m on m.company_id = $1 and m.id = r.by_member
         where r.company_id = $1 and r.discarded_at is null and ($2::uuid is null or r.by_member = $2)
         order by r.made_at desc, r.id desc limit 100"#,
        company,
        by.map(|member| member.0)
    )
    .fetch_all(&mut **db)
    .await?;
    rows.into_iter().map(Run::try_from).collect()
}

/// How many imports are begun and not ended.
pub async fn open_drafts(db: &mut TenantTx) -> sqlx::Result<i64> {
    let company = db.company().0;
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from import_run where company_id = $1 and state in ('uploaded', 'mapped') and discarded_at is null"#,
        company
    )
    .fetch_one(&mut **db)
    .await
}

/// Uploads from before a time that were never written and that nobody is at now, with the names of their files.
pub async fn old_drafts(
    db: &mut TenantTx,
    before: DateTime<Utc>,
) -> sqlx::Result<Vec<(ImportId, String)>> {
    let company = db.company().0;
    let rows = sqlx::query!(
        "select id, file_name from import_run where company_id = $1 and state in ('uploaded', 'mapped')
             and discarded_at is null and made_at < $2 order by made_at limit 100 for update skip locked",
        company,
        before
    )
    .fetch_all(&mut **db)
    .await?;
    Ok(rows.into_iter().map(|row| (ImportId(row.id), row.file_name)).collect())
}

/// Holds an import until the end of the transaction, so that it is applied or undone once.
pub async fn hold(db: &mut TenantTx, id: ImportId) -> sqlx::Result<()> {
    let company = db.company().0;
    sqlx::query!(
        "select id from import_run where company_id = $1 and id = $2 for update",
        company,
        id.0
    )
    .fetch_optional(&mut **db)
    .await?;
    Ok(())
}

pub async fn find(db: &mut TenantTx, id: ImportId) -> sqlx::Result<Option<Run>> {
    let company = db.company().0;
    let row = sqlx::query_as!(
        Found,
        r#"select r.id, r.kind, r.file_name, r.sha256, r.mapping, r.summary, r.state, r.by_member, m.name as by_name,
             r.made_at, r.applied_at, r.undone_at,
             r.discarded_at is not null as "is_discarded!", r.row_version
         from import_run r join member m on m.company_id = $1 and m.id = r.by_member
         where r.company_id = $1 and r.id = $2"#,
        company,
        id.0
    )
    .fetch_optional(&mut **db)
    .await?;
    row.map(Run::try_from).transpose()
}

/// The bytes of the file.
pub async fn content(db: &mut TenantTx, id: ImportId) -> sqlx::Result<Option<Vec<u8>>> {
    let company = db.company().0;
    sqlx::query_scalar!(
        "select content from import_file where company_id = $1 and import_id = $2",
        company,
        id.0
    )
    .fetch_optional(&mut **db)
    .await
}

/// The latest other import of the same file and kind that stands applied.
pub async fn earlier_of(db: &mut TenantTx, run: &Run) -> sqlx::Result<Option<Run>> {
    let company = db.company().0;
    let row = sqlx::query_as!(
        Found,
        r#"select r.id, r.kind, r.file_name, r.sha256, r.mapping, r.summary, r.state, r.by_member, m.name as by_name,
             r.made_at, r.applied_at, r.undone_at,
             r.discarded_at is not null as "is_discarded!", r.row_version
         from import_run r join member m on m.company_id = $1 and m.id = r.by_member
         where r.company_id = $1 and r.kind = $2 and r.sha256 = $3 and r.id <> $4 and r.state = 'applied'
         order by r.applied_at desc, r.id desc limit 1"#,
        company,
        run.kind.code(),
        run.sha256,
        run.id.0
    )
    .fetch_optional(&mut **db)
    .await?;
    row.map(Run::try_from).transpose()
}

/// Fingerprints of headings with the mapping applied to them, the latest first.
pub async fn applied_mappings(
    db: &mut TenantTx,
    kind: Kind,
) -> sqlx::Result<Vec<(String, Mapping)>> {
    let company = db.company().0;
    let rows = sqlx::query!(
        "select layout, mapping from import_run
         where company_id = $1 and kind = $2 and applied_at is not null order by applied_at desc limit $3",
        company,
        kind.code(),
        REMEMBERED
    )
    .fetch_all(&mut **db)
    .await?;
    rows.into_iter().map(|row| Ok((row.layout, read(row.mapping)?))).collect()
}

/// Writes the columns anew. `false`: somebody did so first, or the import is no longer open.
pub async fn remap(
    db: &mut TenantTx,
    run: &Run,
    mapping: &Mapping,
    layout: &str,
    row_version: i32,
) -> sqlx::Result<bool> {
    let company = db.company().0;
    let done = sqlx::query!(
        "update import_run set mapping = $3, layout = $4, state = 'mapped', row_version = row_version + 1
         where company_id = $1 and id = $2 and row_version = $5 and state in ('uploaded', 'mapped')
             and discarded_at is null",
        company,
        run.id.0,
        written(mapping)?,
        layout,
        row_version
    )
    .execute(&mut **db)
    .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    let (before, after) = (Some(written(&run.mapping)?), Some(written(mapping)?));
    log(db, Change { subject: "import", id: run.id.0, action: "map", before, after }).await?;
    Ok(true)
}
