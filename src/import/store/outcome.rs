//! How an import ended.
use serde_json::json;

use super::runs::{read, written};
use crate::db::{Change, TenantTx, log};
use crate::import::figures::Problem;
use crate::import::run::{Run, Summary};
use crate::values::ImportId;

/// Writes what came of a file, with the places that could not be read.
pub async fn mark_applied(
    db: &mut TenantTx,
    run: &Run,
    summary: &Summary,
    unread: &[Problem],
) -> sqlx::Result<()> {
    let (company, now) = (db.company().0, db.now());
    let after = written(summary)?;
    sqlx::query!(
        "update import_run set state = 'applied', applied_at = $3, summary = $4, unread = $5, row_version = row_version + 1
         where company_id = $1 and id = $2",
        company,
        run.id.0,
        now,
        after,
        written(&unread)?
    )
    .execute(&mut **db)
    .await?;
    let change = Change {
        subject: "import",
        id: run.id.0,
        action: "apply",
        before: None,
        after: Some(after),
    };
    log(db, change).await
}

pub async fn mark_undone(db: &mut TenantTx, run: &Run, summary: &Summary) -> sqlx::Result<()> {
    let (company, now) = (db.company().0, db.now());
    let after = written(summary)?;
    sqlx::query!(
        "update import_run set state = 'undone', undone_at = $3, summary = $4, row_version = row_version + 1
         where company_id = $1 and id = $2",
        company,
        run.id.0,
        now,
        after
    )
    .execute(&mut **db)
    .await?;
    let change = Change {
        subject: "import",
        id: run.id.0,
        action: "undo",
        before: None,
        after: Some(after),
    };
    log(db, change).await
}

/// The places of a written file that could not be read, the first of them.
pub async fn unread(db: &mut TenantTx, id: ImportId) -> sqlx::Result<Vec<Problem>> {
    let company = db.company().0;
    let unread = sqlx::query_scalar!(
        "select unread from import_run where company_id = $1 and id = $2",
        company,
        id.0
    )
    .fetch_optional(&mut **db)
    .await?;
    unread.flatten().map_or(Ok(Vec::new()), read)
}

/// Takes a draft out of the list and lets its bytes go; the row stays.
pub async fn discard(db: &mut TenantTx, id: ImportId, file_name: &str) -> sqlx::Result<()> {
    let (company, now) = (db.company().0, db.now());
    sqlx::query!(
        "update import_run set discarded_at = $3, row_version = row_version + 1 where company_id = $1 and id = $2",
        company,
        id.0,
        now
    )
    .execute(&mut **db)
    .await?;
    sqlx::query!("delete from import_file where company_id = $1 and import_id = $2", company, id.0)
        .execute(&mut **db)
        .await?;
    let before = Some(json!({ "file_name": file_name }));
    log(db, Change { subject: "import", id: id.0, action: "discard", before, after: None }).await
}
