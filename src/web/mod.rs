//! HTTP: routing, sessions, errors, pages.
mod address;
mod choice;
mod error;
mod extract;
mod form;
mod headers;
mod health;
mod limits;
mod measure;
mod overtaken;
mod page;
pub mod prepared;
mod resend;
mod routes;
mod session;
mod static_files;

pub use address::{Path, Query};
pub use choice::Choice;
pub use error::{Error, Result};
pub use extract::{Site, Visit};
pub use form::{Form, Plain, Upload, check_token, digest};
pub use measure::{NO_CONNECTION, REQUESTS, SECONDS};
pub use overtaken::{by_whom, outpaced, overtaken};
pub use page::{Answer, MenuItem, Shell, flash};
pub use routes::Routes;
pub use session::{code_cookie, code_cookie_name, cookie_name, ended_cookie, session_cookie};
pub use static_files::asset;

use axum::Router;
use axum::http::{HeaderName, Request};
use axum::middleware::{from_fn, from_fn_with_state};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::trace::{DefaultOnResponse, TraceLayer};
use tracing::Level;

use crate::app::App;

/// Names a request in its log lines and on its error page.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Every route of the product with who may use it.
pub fn all_routes() -> Routes {
    Routes::new()
        .merge(crate::signin::routes())
        .merge(crate::company::routes())
        .merge(crate::invitation::routes())
        .merge(crate::metric::routes())
        .merge(crate::norm::routes())
        .merge(crate::start::routes())
        .merge(crate::template::routes())
        .merge(crate::funnel::routes())
        .merge(crate::scorecard::routes())
        .merge(crate::rhythm::routes())
        .merge(crate::forecast_terms::routes())
        .merge(crate::overview::routes())
        .merge(crate::plan_fact::routes())
        .merge(crate::day::routes())
        .merge(crate::week::routes())
        .merge(crate::actual::routes())
        .merge(crate::plan::routes())
        .merge(crate::closing::routes())
        .merge(crate::import::routes())
        .merge(crate::changes::routes())
        .merge(crate::visibility::routes())
        .merge(crate::operator::routes())
        .merge(crate::export::routes())
        .merge(crate::deletion::routes())
        .merge(crate::expert::routes())
        .merge(crate::setup::routes())
        .merge(crate::handover::routes())
        .merge(crate::working_days::routes())
}

/// The product as a service: routes inside, then who is asking, then what guards every request.
pub fn router(app: App) -> Router {
    let guarded = all_routes()
        .into_router()
        .route("/static/{*path}", axum::routing::get(static_files::serve))
        .merge(health::routes(&app))
        .fallback(error::not_found)
        .layer(from_fn_with_state(app.clone(), session::recognise))
        .layer(csrf(&app));
    guarded
        .layer(CatchPanicLayer::custom(error::panicked))
        .layer(from_fn(error::dress))
        .layer(from_fn(measure::measure))
        .layer(from_fn_with_state(app.clone(), headers::protect))
        .layer(TraceLayer::new_for_http().make_span_with(span).on_response(answered()))
        .layer(PropagateRequestIdLayer::new(REQUEST_ID))
        .layer(SetRequestIdLayer::new(REQUEST_ID, MakeRequestUuid))
        .with_state(app)
}

/// Refuses unsafe requests of other sites by Sec-Fetch-Site and Origin; behind a proxy our own address is trusted by name.
fn csrf(app: &App) -> CsrfLayer {
    let layer = CsrfLayer::new();
    match &app.settings.public_url {
        Some(url) => layer.clone().add_trusted_origin(url).unwrap_or(layer),
        None => layer,
    }
}

/// One line a request; its path, status and time, never its query nor a one-time link.
fn answered() -> DefaultOnResponse {
    DefaultOnResponse::new().level(Level::INFO)
}

fn span<B>(request: &Request<B>) -> tracing::Span {
    let id = request.headers().get(REQUEST_ID).and_then(|id| id.to_str().ok()).unwrap_or("-");
    let path = without_secrets(request.uri().path());
    tracing::info_span!("request", id, method = %request.method(), path)
}

/// The longest part of a path that may be logged: an id has 36 letters, the secret of a one-time link 64.
const LONGEST_PART: usize = 40;

fn without_secrets(path: &str) -> String {
    let parts = path.split('/').map(|part| if part.len() > LONGEST_PART { "…" } else { part });
    parts.collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::without_secrets;

    #[test]
    fn ids_are_logged_and_one_time_links_are_not() {
        let id = "/people/01936d8e-0000-7000-8000-000000000001/role";
        assert_eq!(without_secrets(id), id);
        let token = "5f".repeat(32);
        assert_eq!(
            without_secrets(&format!("/invitations/{token}/consent")),
            "/invitations/…/consent"
        );
    }
}
