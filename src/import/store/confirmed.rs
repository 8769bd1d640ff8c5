use crate::db::TenantTx;
use crate::import::run::Run;

/// Names of files shown at most.
const SHOWN: i64 = 5;

/// Names of the files applied after this one that found some of their figures there already: such
/// figures are in the ledger under the earlier import only, and its undo takes them too.
pub async fn confirming(db: &mut TenantTx, run: &Run) -> sqlx::Result<Vec<String>> {
    let company = db.company().0;
    sqlx::query_scalar!(
        "select file_name from import_run
         where company_id = $1 and kind = $2 and id <> $3 and state = 'applied' and applied_at >= $4
             and coalesce((summary->>'unchanged')::bigint, 0) > 0
         order by applied_at, id limit $5",
        company,
        run.kind.code(),
        run.id.0,
        run.applied_at,
        SHOWN
    )
    .fetch_all(&mut **db)
    .await
}

/// Keeps the metrics as they are until the end of the transaction: figures are written in their units.
pub async fn hold_metrics(db: &mut TenantTx) -> sqlx::Result<()> {
    let company = db.company().0;
    sqlx::query!("select id from metric where company_id = $1 order by id for share", company)
        .fetch_all(&mut **db)
        .await?;
    Ok(())
}
