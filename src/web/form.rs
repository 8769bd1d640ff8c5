//! Submitted forms: read whole before any transaction, tied to the company they were opened in, done once.
use axum::body::{Body, Bytes};
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::StatusCode;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::resend::resend;
use super::{Error, Visit};
use crate::access::Actor;
use crate::app::App;
use crate::db::Once;
use crate::values::CompanyId;

/// A form of a company. Its key is a digest of the address, the form's token and all that was typed: a double
/// click or a retry has the same key and is done once; the same form with other typing is another submission.
#[derive(Debug)]
pub struct Form<T>(pub T, pub Once);

/// A form outside any company: sign-in, registration.
#[derive(Debug)]
pub struct Plain<T>(pub T);

impl<T: DeserializeOwned> FromRequest<App> for Form<T> {
    type Rejection = Error;
    async fn from_request(request: Request, app: &App) -> Result<Self, Error> {
        let actor = request.extensions().get::<Visit>().and_then(|visit| visit.actor.clone());
        let actor = actor.ok_or(Error::NoCompany)?;
        let (path, kind) = (request.uri().path().to_owned(), request.headers().clone());
        let body =
            Bytes::from_request(request, app).await.map_err(|refusal| too_large(&refusal))?;
        let token = parse::<Token>(&kind, &body, app).await?.token;
        match check_token(&actor, &token) {
            Err(Error::OtherCompany(_)) => {
                let typed = parse(&kind, &body, app).await?;
                let company = company_of(&token).unwrap_or(actor.company);
                return Err(Error::OtherCompany(resend(app, &actor, company, &path, typed).await?));
            }
            checked => checked?,
        }
        let fields = parse(&kind, &body, app).await?;
        Ok(Self(fields, digest(&[path.as_bytes(), &body])))
    }
}

impl<T: DeserializeOwned> FromRequest<App> for Plain<T> {
    type Rejection = Error;
    async fn from_request(request: Request, app: &App) -> Result<Self, Error> {
        let kind = request.headers().clone();
        let body =
            Bytes::from_request(request, app).await.map_err(|refusal| too_large(&refusal))?;
        Ok(Self(parse(&kind, &body, app).await?))
    }
}

/// A form with a file. It is read part by part, so its token is the handler's to check.
#[derive(Debug)]
pub struct Upload(pub Multipart);

impl FromRequest<App> for Upload {
    type Rejection = Error;
    async fn from_request(request: Request, app: &App) -> Result<Self, Error> {
        Multipart::from_request(request, app).await.map(Self).map_err(|_| unreadable())
    }
}

#[derive(serde::Deserialize)]
struct Token {
    #[serde(default)]
    token: String,
}

fn too_large(refusal: &BytesRejection) -> Error {
    match refusal.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Error::TooLarge,
        _ => Error::BadRequest(
            "Форма не дошла целиком. Проверьте связь и отправьте её снова.".into(),
        ),
    }
}

async fn parse<T: DeserializeOwned>(
    headers: &axum::http::HeaderMap,
    body: &Bytes,
    app: &App,
) -> Result<T, Error> {
    let mut request = Request::new(Body::from(body.clone()));
    *request.method_mut() = axum::http::Method::POST;
    *request.headers_mut() = headers.clone();
    axum_extra::extract::Form::from_request(request, app)
        .await
        .map(|form| form.0)
        .map_err(|_| unreadable())
}

/// No page of ours sends such a form.
fn unreadable() -> Error {
    Error::BadRequest(
        "Форма пришла неполной или в непонятном виде. Откройте страницу заново и отправьте форму ещё раз. \
         Ничего не записано."
            .into(),
    )
}

/// A new token for the forms of a page.
pub(super) fn new_token(app: &App, company: CompanyId) -> String {
    let key: Uuid = app.ids.make(app.clock.now());
    format!("{company}.{key}")
}

/// Refuses a form that was opened in another company.
pub fn check_token(actor: &Actor, token: &str) -> Result<(), Error> {
    match company_of(token) {
        Some(company) if company == actor.company => Ok(()),
        Some(_) => Err(Error::OtherCompany(None)),
        None => Err(Error::BadRequest("В форме нет её ключа. Откройте страницу заново.".into())),
    }
}

/// The company a form was opened in.
fn company_of(token: &str) -> Option<CompanyId> {
    token.split_once('.')?.0.parse::<Uuid>().ok().map(CompanyId)
}

/// The key of a submission: a digest of its parts.
pub fn digest(parts: &[&[u8]]) -> Once {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    let mut key = [0; 16];
    key.copy_from_slice(&hash.finalize()[..16]);
    Once(uuid::Builder::from_custom_bytes(key).into_uuid())
}
