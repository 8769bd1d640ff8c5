//! What happens when the thirty days are over.
use anyhow::{Result, ensure};

use super::store;
use crate::app::App;
use crate::db::Login;
use crate::values::CompanyId;

/// Deletes the companies whose day has come and gives their number. One that fails stays whole and holds up no other.
///
/// # Errors
/// When one of them failed, after the others.
pub async fn erase_due(app: &App) -> Result<usize> {
    let mut db = Login::new(app).begin().await?;
    let due = store::due(&mut db, app.clock.now()).await?;
    drop(db);
    let (mut erased, mut failed) = (0, 0);
    for company in due {
        match erase(app, company).await {
            Ok(Some(rows)) => {
                tracing::info!(%company, rows, "company deleted as its owner asked");
                erased += 1;
            }
            Ok(None) => tracing::info!(%company, "company kept while others were deleted"),
            Err(error) => {
                tracing::error!(%company, "company not deleted: {error:#}");
                failed += 1;
            }
        }
    }
    ensure!(failed == 0, "{failed} companies not deleted");
    Ok(erased)
}

/// `None`: its request was taken back, or made anew, while others were deleted.
async fn erase(app: &App, company: CompanyId) -> Result<Option<u64>> {
    let mut db = Login::new(app).begin().await?;
    if !store::due(&mut db, app.clock.now()).await?.contains(&company) {
        return Ok(None);
    }
    store::leave(&mut db, company).await?;
    let mut db = db.into_eraser(company).await?;
    let rows = store::erase(&mut db).await?;
    db.commit().await?;
    Ok(Some(rows))
}
