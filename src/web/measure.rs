//! Requests counted by the route they match, never by their path: an address may name a person or hold a one-time link.
use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;
use metrics::{counter, histogram};

use super::Error;

/// How many requests were answered, by method, route and status.
pub const REQUESTS: &str = "mayak_requests_total";
/// How long they took until the answer began, by method and route.
pub const SECONDS: &str = "mayak_request_seconds";
/// How often no connection to the database came free in time.
pub const NO_CONNECTION: &str = "mayak_pool_timeouts_total";

/// Whatever matches no route.
const NO_ROUTE: &str = "none";

/// Costs next to nothing while nobody takes the figures (see `serve::figures`).
pub(super) async fn measure(request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().cloned();
    let route = route.map_or_else(|| NO_ROUTE.to_owned(), |route| route.as_str().to_owned());
    let (method, began) = (method(request.method()), Instant::now());
    let response = next.run(request).await;
    let took = began.elapsed();
    histogram!(SECONDS, "method" => method, "route" => route.clone()).record(took);
    let status = response.status().as_str().to_owned();
    counter!(REQUESTS, "method" => method, "route" => route, "status" => status).increment(1);
    response
}

/// Counts an answer that there is no connection to be had.
pub(super) fn no_connection() -> Error {
    counter!(NO_CONNECTION).increment(1);
    Error::Busy
}

/// Strangers invent methods; a label must not grow with them.
fn method(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::POST => "POST",
        Method::HEAD => "HEAD",
        _ => "other",
    }
}
