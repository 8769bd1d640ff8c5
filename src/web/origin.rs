use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::header::HOST;
use axum::http::request::Parts;

use crate::app::App;

/// Where the product is for the one who asks: a link to copy begins with it.
#[derive(Debug, Clone)]
pub struct Origin(String);

impl Origin {
    /// The whole address of a path.
    pub fn of(&self, path: &str) -> String {
        format!("{}{path}", self.0)
    }
}

impl FromRequestParts<App> for Origin {
    type Rejection = Infallible;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let public = app.settings.public_url.as_deref().map(|url| url.trim_end_matches('/'));
        let host = parts.headers.get(HOST).and_then(|host| host.to_str().ok());
        Ok(Self(match (public, host) {
            (Some(url), _) => url.to_owned(),
            (None, host) => format!("http://{}", host.unwrap_or("localhost")),
        }))
    }
}
