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
    let (all, mut erased) = (due.len(), 0);
    for company in due {
        match erase(app, company).await {
            Ok(rows) => {
                tracing::info!(%company, rows, "company deleted as its owner asked");
                erased += 1;
            }
            Err(error) => tracing::error!(%company, "company not deleted: {error:#}"),
        }
    }
    ensure!(erased == all, "{} of {all} companies not deleted", all - erased);
    Ok(erased)
}

async fn erase(app: &App, company: CompanyId) -> Result<u64> {
    let mut db = Login::new(app).begin().await?;
    store::leave(&mut db, company).await?;
    let mut db = db.into_eraser(company).await?;
    let rows = store::erase(&mut db).await?;
    db.commit().await?;
    Ok(rows)
}
