//! What closes by itself.
use crate::app::App;
use crate::db::{Login, Tenant};
use crate::values::{CompanyId, Period};

use super::store::{Outcome, close_in_time, months_due};

/// Closes the months whose day has come and gives their number. Several at once close each month once; where one does not
/// close, the others do.
pub async fn close_due(app: &App) -> sqlx::Result<usize> {
    let mut db = Login::new(app).begin().await?;
    let due = months_due(&mut db, app.clock.now()).await?;
    drop(db);
    let (mut closed, mut failure) = (0, None);
    for (company, month) in due {
        match close_one(app, company, month).await {
            Ok(is_done) => closed += usize::from(is_done),
            Err(error) => {
                tracing::error!(%company, month = %month.first(), %error, "month not closed");
                failure = Some(error);
            }
        }
    }
    failure.map_or(Ok(closed), Err)
}

async fn close_one(app: &App, company: CompanyId, month: Period) -> sqlx::Result<bool> {
    let mut db = Tenant::unattended(app, company).begin().await?;
    let outcome = close_in_time(&mut db, month).await?;
    db.commit().await?;
    Ok(matches!(outcome, Outcome::Done(_)))
}
