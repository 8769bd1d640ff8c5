//! What closes by itself.
use crate::app::App;
use crate::db::{Login, Tenant};

use super::closure::Span;
use super::store::{Outcome, close, months_due};

/// Closes the months whose day has come and gives their number. Several at once close each month once.
pub async fn close_due(app: &App) -> sqlx::Result<usize> {
    let mut db = Login::new(app).begin().await?;
    let due = months_due(&mut db, app.clock.now()).await?;
    drop(db);
    let mut closed = 0;
    for (company, month) in due {
        let mut db = Tenant::unattended(app, company).begin().await?;
        let outcome = close(&mut db, None, Span::Month(month)).await?;
        db.commit().await?;
        closed += usize::from(matches!(outcome, Outcome::Done(_)));
    }
    Ok(closed)
}
