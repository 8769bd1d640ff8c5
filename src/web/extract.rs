use std::convert::Infallible;

use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use axum::http::header;
use axum::http::request::Parts;
use uuid::Uuid;

use super::{Error, Shell};
use crate::access::Actor;
use crate::app::App;
use crate::clock::Clock;
use crate::db::{Login, Tenant};
use crate::signin::Secret;
use crate::values::PersonId;

/// A signed-in visit: the person, the session, and the company it is in, if any.
#[derive(Debug, Clone)]
pub struct Visit {
    pub person: PersonId,
    pub token_hash: Vec<u8>,
    pub secret: Secret,
    /// The key of the form that has replaced this session: only a repetition of that very form may go on.
    pub replaced_by: Option<Uuid>,
    pub actor: Option<Actor>,
    /// Whether the person keeps the product running.
    pub is_operator: bool,
    pub flash: Option<String>,
}

impl FromRequestParts<App> for Visit {
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Error> {
        visit(parts)
    }
}

fn visit(parts: &Parts) -> Result<Visit, Error> {
    parts.extensions.get::<Visit>().cloned().ok_or(Error::SignedOut(None))
}

impl OptionalFromRequestParts<App> for Visit {
    type Rejection = Infallible;
    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Option<Self>, Infallible> {
        Ok(parts.extensions.get::<Self>().cloned())
    }
}

impl FromRequestParts<App> for Actor {
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Error> {
        visit(parts)?.actor.ok_or(Error::NoCompany)
    }
}

impl FromRequestParts<App> for Tenant {
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        Ok(Self::new(app, &Actor::from_request_parts(parts, app).await?))
    }
}

impl FromRequestParts<App> for Login {
    type Rejection = Infallible;
    async fn from_request_parts(_: &mut Parts, app: &App) -> Result<Self, Infallible> {
        Ok(Self::new(app))
    }
}

impl FromRequestParts<App> for Clock {
    type Rejection = Infallible;
    async fn from_request_parts(_: &mut Parts, app: &App) -> Result<Self, Infallible> {
        Ok(app.clock)
    }
}

/// The address people type, without a slash at its end: the configured one, else the one this request came to.
#[derive(Debug, Clone)]
pub struct Site(pub String);

impl FromRequestParts<App> for Site {
    type Rejection = Infallible;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        if let Some(url) = &app.settings.public_url {
            return Ok(Self(url.clone()));
        }
        let host = parts.headers.get(header::HOST).and_then(|host| host.to_str().ok());
        Ok(Self(format!("http://{}", host.unwrap_or("localhost"))))
    }
}

impl FromRequestParts<App> for Shell {
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        let visit = visit(parts)?;
        let actor = visit.actor.ok_or(Error::NoCompany)?;
        let token = super::form::new_token(app, actor.company);
        let (path, demo) = (parts.uri.path().to_owned(), app.settings.demo);
        Ok(Self { actor, path, flash: visit.flash, token, demo })
    }
}
