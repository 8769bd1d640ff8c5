//! Who is asking: the cookie of a session, looked up once a request.
use std::net::SocketAddr;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::Response;
use axum_extra::extract::CookieJar;
use chrono::TimeDelta;
use percent_encoding::percent_decode_str;

use super::page::{FLASH, NO_FLASH};
use super::{Error, Visit};
use crate::app::App;
use crate::signin::{self, Caller, Secret};

/// `__Host-` binds the cookie to this host over https; on loopback browsers do not take that prefix.
pub fn cookie_name(app: &App) -> &'static str {
    if app.settings.is_https() { "__Host-mayak" } else { "mayak" }
}

/// The name of the cookie of a sign-in that waits for its code.
pub fn code_cookie_name(app: &App) -> &'static str {
    if app.settings.is_https() { "__Host-mayak-code" } else { "mayak-code" }
}

/// The cookie of a new session.
pub fn session_cookie(app: &App, token: &str) -> HeaderValue {
    cookie(app, cookie_name(app), token, signin::LONGEST)
}

/// The cookie of a sign-in that waits for its code.
pub fn code_cookie(app: &App, token: &str) -> HeaderValue {
    cookie(app, code_cookie_name(app), token, signin::AWAITS_CODE)
}

/// Takes the session's cookie back.
pub fn ended_cookie(app: &App) -> HeaderValue {
    cookie(app, cookie_name(app), "", TimeDelta::zero())
}

fn cookie(app: &App, name: &str, value: &str, age: TimeDelta) -> HeaderValue {
    let secure = if app.settings.is_https() { "; Secure" } else { "" };
    let age = age.num_seconds();
    let text = format!("{name}={value}; Path=/; Max-Age={age}; HttpOnly; SameSite=Lax{secure}");
    HeaderValue::from_str(&text).unwrap_or_else(|_| HeaderValue::from_static("mayak="))
}

/// Puts the [`Visit`] into the request; takes a shown flash back.
pub(super) async fn recognise(
    State(app): State<App>,
    jar: CookieJar,
    mut request: Request,
    next: Next,
) -> Result<Response, Error> {
    if is_for_nobody(request.uri().path()) {
        return Ok(next.run(request).await);
    }
    let flash = jar.get(FLASH).map(|flash| flash.value().to_owned()).filter(|f| !f.is_empty());
    let secret = jar.get(cookie_name(&app)).map(|cookie| Secret::from(cookie.value()));
    if let Some(secret) = secret
        && let Some(visitor) = signin::recognise(&app, &secret.hash(), &caller(&request)).await?
        && (visitor.replaced_by.is_none() || replaces(&request))
    {
        let signin::Visitor { person, actor, is_operator, replaced_by } = visitor;
        let (token_hash, flash) = (secret.hash(), flash.as_deref().map(decode));
        let visit = Visit { person, token_hash, secret, replaced_by, actor, is_operator, flash };
        request.extensions_mut().insert(visit);
    }
    let mut response = next.run(request).await;
    if flash.is_some() && response.status() != axum::http::StatusCode::SEE_OTHER {
        response.headers_mut().append(header::SET_COOKIE, NO_FLASH);
    }
    Ok(response)
}

fn caller(request: &Request) -> Caller {
    let agent = request.headers().get(header::USER_AGENT).and_then(|agent| agent.to_str().ok());
    let address = request.extensions().get::<ConnectInfo<SocketAddr>>();
    Caller::of(agent.unwrap_or_default(), address.map(|ConnectInfo(address)| address.ip()))
}

/// Whether this may be a repetition of the form that has replaced the session; its handler knows.
fn replaces(request: &Request) -> bool {
    request.method() == Method::POST && request.uri().path() == signin::REPLACING
}

/// Files and health need no session and must answer without a database.
fn is_for_nobody(path: &str) -> bool {
    path.starts_with("/static/") || path.starts_with("/health/")
}

fn decode(flash: &str) -> String {
    percent_decode_str(flash).decode_utf8_lossy().chars().take(300).collect()
}
