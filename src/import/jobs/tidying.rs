use chrono::TimeDelta;

use crate::db::TenantTx;
use crate::import::store;

/// An upload that nobody wrote in so long will not be written: its bytes are not kept for nothing.
const DRAFTS_KEPT: TimeDelta = TimeDelta::days(30);

/// Discards the drafts of imports that everybody has forgotten.
pub async fn forget_drafts(db: &mut TenantTx) -> sqlx::Result<()> {
    let before = db.now() - DRAFTS_KEPT;
    for (id, file_name) in store::old_drafts(db, before).await? {
        store::discard(db, id, &file_name).await?;
    }
    Ok(())
}
