//! What the product does by itself while it runs.
use std::time::Duration;

use super::stop::Stop;
use crate::app::App;
use crate::closing;

/// How often it is looked whether something has come due.
const EVERY: Duration = Duration::from_mins(1);

/// Looks until the product is asked to stop; a failure is told and tried again the next time.
pub async fn run(app: App, stop: Stop) {
    loop {
        match closing::close_due(&app).await {
            Ok(0) => {}
            Ok(months) => tracing::info!(months, "закрыты месяцы, чей день настал"),
            Err(error) => tracing::error!(%error, "не удалось закрыть месяцы"),
        }
        tokio::select! {
            () = tokio::time::sleep(EVERY) => {}
            () = stop.asked() => return,
        }
    }
}
