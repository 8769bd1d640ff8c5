use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts, State};
use axum::http::header::SET_COOKIE;
use axum::http::request::Parts;
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::code;
use crate::app::App;
use crate::db::Login;
use crate::form::FieldErrors;
use crate::signin::account::SignInForm;
use crate::signin::registration::normal_email;
use crate::signin::session::own_path;
use crate::signin::views::{Notice, SignIn};
use crate::signin::{hashing, store};
use crate::web::{Answer, Plain, Query, Result, Visit, ended_cookie, session_cookie};

/// The address of the one who asks; none in tests without a socket.
pub struct Address(pub Option<IpAddr>);

impl FromRequestParts<App> for Address {
    type Rejection = std::convert::Infallible;
    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Self::Rejection> {
        let address = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        Ok(Self(address.map(|ConnectInfo(address)| address.ip())))
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Next {
    pub next: String,
    /// What has just happened: «reset», «late», «ended».
    pub after: String,
}

pub async fn show(State(app): State<App>, Query(next): Query<Next>) -> Answer<SignIn> {
    let form = SignInForm { next: next.next, ..SignInForm::default() };
    let mut page = SignIn::new(&app, form, FieldErrors::default());
    page.notice = match next.after.as_str() {
        "reset" => Some(Notice::Reset),
        "late" => Some(Notice::Late),
        "ended" => Some(Notice::Ended),
        _ => None,
    };
    Answer::Page(page)
}

pub async fn enter(
    State(app): State<App>,
    login: Login,
    Address(address): Address,
    visit: Option<Visit>,
    Plain(form): Plain<SignInForm>,
) -> Result<Response> {
    let email = normal_email(&form.email);
    app.limits.attempt(&email, address)?;
    let mut db = login.begin().await?;
    let account = store::account_by_email(&mut db, &email).await?;
    drop(db);
    let hash = account.as_ref().and_then(|account| account.hash.clone());
    let right = hashing::verify(&form.password, hash).await?;
    let Some(account) = account.filter(|_| right) else { return Ok(refused(&app, form)) };
    let (person, next) = (account.id, own_path(&form.next).unwrap_or("/home"));
    if account.has_second_factor {
        return code::ask(&app, &login, person, next).await;
    }
    let mut db = login.begin().await?;
    if let Some(visit) = visit {
        store::end_session(&mut db, &visit.token_hash).await?;
    }
    let session = store::add_session(&mut db, person, None).await?;
    db.commit().await?;
    Ok(entered(&app, &session.token, next))
}

/// The one answer to a wrong password and to an unknown address.
fn refused(app: &App, mut form: SignInForm) -> Response {
    form.password.clear();
    let errors =
        FieldErrors::one("form", "Адрес или пароль не подошли. Проверьте раскладку и Caps Lock.");
    Answer::Refused(SignIn::new(app, form, errors)).into_response()
}

/// Sends a newly signed-in person on with the cookie.
pub fn entered(app: &App, token: &str, next: &str) -> Response {
    let cookie = AppendHeaders([(SET_COOKIE, session_cookie(app, token))]);
    (cookie, Redirect::to(next)).into_response()
}

pub async fn leave(State(app): State<App>, login: Login, visit: Option<Visit>) -> Result<Response> {
    if let Some(visit) = visit {
        let mut db = login.begin().await?;
        store::end_session(&mut db, &visit.token_hash).await?;
        db.commit().await?;
    }
    Ok(left(&app))
}

/// Sends a person who has left to the sign-in page, without the cookie.
pub fn left(app: &App) -> Response {
    (AppendHeaders([(SET_COOKIE, ended_cookie(app))]), Redirect::to("/sign-in")).into_response()
}

/// Everybody's first page after sign-in: each role has its own.
pub async fn home(shell: crate::web::Shell) -> Redirect {
    Redirect::to(shell.home())
}
