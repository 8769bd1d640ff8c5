//! Whether this instance lives and whether it can serve: for a balancer, a container, an eye.

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use sqlx::PgPool;
use sqlx::postgres::PgPoolOptions;
use std::time::Duration;

use crate::app::{App, Leaving};
use crate::db::migrate;

/// A balancer asks every few seconds and waits about as long.
const PATIENCE: Duration = Duration::from_secs(2);
const IDLE: Duration = Duration::from_mins(1);

/// `/health/live` and `/health/ready`; open to everyone, they say nothing of any company.
pub(super) fn routes<S>(app: &App) -> Router<S> {
    let pool = own(&app.pool);
    Router::new()
        .route("/health/live", get(async || "работает\n"))
        .route("/health/ready", get(ready))
        .with_state((pool, app.leaving.clone()))
}

/// One connection beside those of the pages: an exhausted pool is no illness, and an instance that is taken out of
/// service for it leaves the others even less.
fn own(pages: &PgPool) -> PgPool {
    PgPoolOptions::new()
        .max_connections(1)
        .acquire_timeout(PATIENCE)
        .idle_timeout(IDLE)
        .connect_lazy_with(pages.connect_options().as_ref().clone())
}

/// 503 with the reason while the database is away or lacks migrations, and when the instance takes its leave.
async fn ready(State((pool, leaving)): State<(PgPool, Leaving)>) -> (StatusCode, &'static str) {
    if leaving.has_begun() {
        return (StatusCode::SERVICE_UNAVAILABLE, "останавливается\n");
    }
    match migrate::lacking(&pool).await {
        Ok(0) => (StatusCode::OK, "готов\n"),
        Ok(_) => (StatusCode::SERVICE_UNAVAILABLE, "схема базы данных устарела\n"),
        Err(error) => {
            tracing::warn!(%error, "база данных не отвечает");
            (StatusCode::SERVICE_UNAVAILABLE, "база данных не отвечает\n")
        }
    }
}
