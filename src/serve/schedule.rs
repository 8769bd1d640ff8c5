//! What the product does by itself while it runs: the one list.
use std::time::Duration;

use super::stop::Stop;
use crate::app::App;
use crate::{closing, signin};

/// How often it is looked whether something has come due.
const EVERY: Duration = Duration::from_mins(1);

/// What has ended is forgotten each so many looks: once an hour.
const TIDIED_EVERY: u32 = 60;

/// Looks until the product is asked to stop; a failure is told and tried again the next time.
pub async fn run(app: App, stop: Stop) {
    for look in (0..TIDIED_EVERY).cycle() {
        close_months(&app).await;
        if look == 0 {
            tidy(&app).await;
        }
        tokio::select! {
            () = tokio::time::sleep(EVERY) => {}
            () = stop.asked() => return,
        }
    }
}

async fn close_months(app: &App) {
    match closing::close_due(app).await {
        Ok(0) => {}
        Ok(months) => tracing::info!(months, "months closed on their day"),
        Err(error) => tracing::error!(%error, "months that came due were not closed"),
    }
}

async fn tidy(app: &App) {
    if let Err(error) = signin::forget_ended(app).await {
        tracing::warn!(%error, "ended sessions were not forgotten");
    }
}
