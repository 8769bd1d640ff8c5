//! What stands in an address. Slices read it through these, never through axum's own: what cannot be read is answered
//! with a page of ours.
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use super::Error;
use crate::app::App;

/// What the route's `{…}` stand for. An id that cannot be one is nobody's: 404, as any other that is not there.
#[derive(Debug)]
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<App> for Path<T> {
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        let read = axum::extract::Path::from_request_parts(parts, app).await;
        read.map(|path| Self(path.0)).map_err(|_| Error::NotFound)
    }
}

/// What is asked for behind the «?».
#[derive(Debug)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned> FromRequestParts<App> for Query<T> {
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        let read = axum::extract::Query::from_request_parts(parts, app).await;
        read.map(|query| Self(query.0)).map_err(|_| {
            Error::BadRequest("Адрес этой страницы испорчен. Откройте её из меню.".into())
        })
    }
}
