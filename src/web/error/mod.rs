//! What goes wrong, and the ordinary page that says so with a way out.
mod words;

use std::any::Any;

use askama::Template;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::{REQUEST_ID, measure::no_connection, page::page, resend::Resend};
use crate::access::{Permission, Role};
use crate::db::{self, BeginError};
use words::{elsewhere, explain, who_may};

/// Why a request gets no answer of its own.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("not signed in")]
    SignedOut(Option<String>),
    /// A form came from there, and was not written.
    #[error("signed out meanwhile")]
    Ended(Option<String>),
    #[error("signed in, but in no company")]
    NoCompany,
    #[error("the company asks for a second factor first")]
    SecondFactorFirst,
    #[error("{1:?} lacks {0:?}")]
    Forbidden(Permission, Role),
    #[error("not an operator")]
    OperatorOnly,
    #[error("not found")]
    NotFound,
    #[error("more than the route takes")]
    TooLarge,
    #[error("bad request: {0}")]
    BadRequest(String),
    /// The form was opened in another company than the one the session is in now.
    #[error("form of another company")]
    OtherCompany(Option<Box<Resend>>),
    /// The form was opened by another person than the one who is signed in now.
    #[error("form of another person")]
    OtherPerson,
    /// The same submission was done before and led there.
    #[error("repeated")]
    Repeated(String),
    #[error("too many attempts, wait {0} s")]
    TooMany(u64),
    #[error("no free connection, or others are at work on the same")]
    Busy,
    #[error(transparent)]
    Internal(anyhow::Error),
}

pub type Result<T, E = Error> = std::result::Result<T, E>;

impl From<anyhow::Error> for Error {
    /// A busy database is one inside another error too; what is said around any other failure stays for the log.
    fn from(error: anyhow::Error) -> Self {
        error.downcast_ref().and_then(busy).unwrap_or(Self::Internal(error))
    }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        busy(&error).unwrap_or_else(|| Self::Internal(error.into()))
    }
}

fn busy(error: &sqlx::Error) -> Option<Error> {
    match error {
        sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed => Some(no_connection()),
        error => db::is_locked(error).then_some(Error::Busy),
    }
}

impl From<db::Busy> for Error {
    fn from(_: db::Busy) -> Self {
        Self::Busy
    }
}

impl From<BeginError> for Error {
    fn from(error: BeginError) -> Self {
        match error {
            BeginError::Repeated(location) => Self::Repeated(location),
            BeginError::Sql(error) => error.into(),
        }
    }
}

/// What the error page says. [`dress`] makes the page: it knows the request's id.
#[derive(Debug, Clone)]
struct Failure {
    status: StatusCode,
    title: &'static str,
    text: String,
    /// The form that can be sent where it belongs.
    resend: Option<Box<Resend>>,
}

impl Error {
    pub(super) fn signed_out(request: &Request) -> Self {
        if request.method().is_safe() {
            return Self::SignedOut(request.uri().path_and_query().map(ToString::to_string));
        }
        if request.uri().path().starts_with("/sign-out") {
            return Self::SignedOut(None); // as asked
        }
        let from = request.headers().get(header::REFERER).and_then(|from| from.to_str().ok());
        let from = from.and_then(|from| from.parse::<Uri>().ok());
        Self::Ended(from.and_then(|from| from.path_and_query().map(ToString::to_string)))
    }

    fn failure(&self) -> Failure {
        let status = self.status();
        let (title, text) = match self {
            Self::Forbidden(permission, role) => {
                ("Эта страница не для вашей роли", who_may(*permission, *role))
            }
            Self::OperatorOnly => (
                "Эта страница не для компаний",
                "Сюда может только оператор — тот, кто следит за работой самого Маяка.".into(),
            ),
            Self::BadRequest(why) => ("Запрос не разобрать", why.clone()),
            Self::OtherCompany(resend) => {
                ("Форма открыта в другой компании", elsewhere(resend.as_deref()))
            }
            Self::OtherPerson => (
                "Форма открыта под другим именем",
                "Пока форма была открыта, здесь вошли под другим именем. Ничего не записано: чужой день заполнить \
                 нельзя. Откройте «Мой день» заново."
                    .into(),
            ),
            Self::TooMany(seconds) => (
                "Слишком много попыток",
                format!("Подождите {} мин и попробуйте снова.", seconds.div_ceil(60)),
            ),
            _ => explain(status),
        };
        let resend = if let Self::OtherCompany(resend) = self { resend.clone() } else { None };
        Failure { status, title, text, resend }
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::Forbidden(..) | Self::OperatorOnly => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::BadRequest(_) => StatusCode::BAD_REQUEST,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::OtherCompany(_) | Self::OtherPerson => StatusCode::CONFLICT,
            Self::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::SignedOut(_)
            | Self::Ended(_)
            | Self::NoCompany
            | Self::SecondFactorFirst
            | Self::Repeated(_) => StatusCode::SEE_OTHER,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Seconds after which the same request has a chance.
    fn passes_in(&self) -> Option<u64> {
        match self {
            Self::Busy => Some(2),
            Self::TooMany(seconds) => Some(*seconds),
            _ => None,
        }
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        match &self {
            Self::SignedOut(next) => {
                return Redirect::to(&sign_in(next.as_deref())).into_response();
            }
            Self::Ended(from) => return Redirect::to(&ended(from.as_deref())).into_response(),
            Self::NoCompany => return Redirect::to("/companies").into_response(),
            Self::SecondFactorFirst => {
                return Redirect::to("/account/second-factor").into_response();
            }
            Self::Repeated(location) => return Redirect::to(location).into_response(),
            Self::Internal(error) => {
                tracing::error!(error = format!("{error:#}"), "request failed");
            }
            Self::Busy => tracing::warn!("too busy: no connection, lock or turn came in time"),
            _ => {}
        }
        let failure = self.failure();
        let mut response = failure.status.into_response();
        if let Some(seconds) = self.passes_in() {
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        response.extensions_mut().insert(failure);
        response
    }
}

fn ended(from: Option<&str>) -> String {
    let next = from.map(|from| format!("&next={}", utf8_percent_encode(from, NON_ALPHANUMERIC)));
    format!("/sign-in?after=ended{}", next.unwrap_or_default())
}

fn sign_in(next: Option<&str>) -> String {
    match next {
        None | Some("/") => "/sign-in".into(),
        Some(path) => format!("/sign-in?next={}", utf8_percent_encode(path, NON_ALPHANUMERIC)),
    }
}

#[derive(Template)]
#[template(path = "errors/page.html")]
struct ErrorPage {
    title: &'static str,
    text: String,
    status: u16,
    request_id: String,
    resend: Option<Box<Resend>>,
}

/// Gives every bare failure, ours or a layer's, its page.
pub(super) async fn dress(request: Request, next: Next) -> Response {
    let id = request.headers().get(REQUEST_ID).and_then(|id| id.to_str().ok()).unwrap_or("-");
    let (id, plain) = (id.to_owned(), is_plain(request.uri().path()));
    let mut response = next.run(request).await;
    if plain || is_dressed(&response) {
        return response;
    }
    let status = response.status();
    let failure = response.extensions_mut().remove::<Failure>().unwrap_or_else(|| {
        let (title, text) = explain(status);
        Failure { status, title, text, resend: None }
    });
    let view = ErrorPage {
        title: failure.title,
        text: failure.text,
        status: status.as_u16(),
        request_id: id,
        resend: failure.resend,
    };
    let mut dressed = page(status, &view);
    for name in [header::RETRY_AFTER, header::ALLOW] {
        if let Some(value) = response.headers_mut().remove(&name) {
            dressed.headers_mut().insert(name, value);
        }
    }
    dressed
}

fn is_plain(path: &str) -> bool {
    path.starts_with("/health/") || path.starts_with("/static/")
}

fn is_dressed(response: &Response) -> bool {
    let status = response.status();
    let kind = response.headers().get(header::CONTENT_TYPE).map(HeaderValue::as_bytes);
    !(status.is_client_error() || status.is_server_error())
        || kind.is_some_and(|kind| kind.starts_with(b"text/html"))
}

pub(super) async fn not_found() -> Error {
    Error::NotFound
}

/// A panic is a defect of ours: logged, and answered as such.
#[expect(clippy::needless_pass_by_value, reason = "the layer gives it so")]
pub(super) fn panicked(payload: Box<dyn Any + Send>) -> Response {
    let why = payload
        .downcast_ref::<String>()
        .cloned()
        .or_else(|| payload.downcast_ref::<&str>().map(ToString::to_string));
    Error::Internal(anyhow::anyhow!("panic: {}", why.unwrap_or_default())).into_response()
}
