//! How far the companies have come, looked at now and then.
use super::store;
use crate::app::App;
use crate::company;
use crate::db::{Login, TenantTx};
use crate::jobs::{self, Kind, Wanted};
use crate::values::CompanyId;

/// Asks for a look at the company of the transaction.
pub async fn ask_look(db: &mut TenantTx) -> sqlx::Result<()> {
    jobs::enqueue(db, Wanted::new(Kind::Introduction)).await
}

/// Looks at one company, or at all that an expert leads.
pub async fn look_again(app: &App, company: Option<CompanyId>) -> anyhow::Result<()> {
    let led = match company {
        Some(company) => vec![company],
        None => store::led(&mut Login::new(app).begin().await?).await?,
    };
    let mut failure = None;
    for company in led {
        if let Err(error) = look_at(app, company).await {
            tracing::error!(%company, "introduction not looked at: {error:#}");
            failure = Some(error);
        }
    }
    failure.map_or(Ok(()), Err)
}

async fn look_at(app: &App, company: CompanyId) -> anyhow::Result<()> {
    let mut db = Login::new(app).begin().await?;
    let owner_seen_at = store::owner_seen_at(&mut db, company).await?;
    let mut db = db.into_company_unattended(company).await?;
    let zone = company::profile(&mut db).await?.zone;
    let now = db.now().with_timezone(&zone).naive_local();
    store::look(&mut db, now, owner_seen_at).await?;
    db.commit().await?;
    Ok(())
}
