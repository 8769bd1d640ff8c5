//! Whether this instance lives and whether it can serve: for a balancer, a container, an eye.

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use sqlx::PgPool;

use crate::db::migrate;

/// `/health/live` and `/health/ready`; open to everyone, they say nothing of any company.
pub(super) fn routes<S>(pool: PgPool) -> Router<S> {
    Router::new()
        .route("/health/live", get(async || "работает\n"))
        .route("/health/ready", get(ready))
        .with_state(pool)
}

/// 503 with the reason while the database is away or lacks migrations.
async fn ready(State(pool): State<PgPool>) -> (StatusCode, &'static str) {
    match migrate::lacking(&pool).await {
        Ok(0) => (StatusCode::OK, "готов\n"),
        Ok(_) => (StatusCode::SERVICE_UNAVAILABLE, "схема базы данных устарела\n"),
        Err(error) => {
            tracing::warn!(%error, "база данных не отвечает");
            (StatusCode::SERVICE_UNAVAILABLE, "база данных не отвечает\n")
        }
    }
}
