use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum_extra::body::AsyncReadBody;
use serde::Deserialize;

use super::views::Index;
use super::{jobs, store};
use crate::app::App;
use crate::db::{BeginError, Tenant};
use crate::web::{Answer, Form, Result, Shell};

pub async fn index(shell: Shell) -> Answer<Index> {
    Answer::Page(Index { shell })
}

#[derive(Debug, Deserialize)]
pub struct Nothing {}

/// The archive of this very moment. Sent twice the form gives two archives and one line in the journal.
pub async fn download(
    State(app): State<App>,
    tenant: Tenant,
    shell: Shell,
    Form(Nothing {}, once): Form<Nothing>,
) -> Result<Response> {
    let _turn = app.turns.to_write(shell.actor.company).await?;
    match tenant.begin_once(once).await {
        Err(BeginError::Repeated(_)) => {}
        begun => {
            let mut db = begun?;
            store::record(&mut db).await?;
            db.commit_to("/export").await?;
        }
    }
    let made_at = app.clock.now().with_timezone(&shell.actor.zone);
    let day = made_at.date_naive();
    let made_at = made_at.format("%d.%m.%Y %H:%M").to_string();
    let mut db = tenant.begin_moment().await?;
    let file = jobs::archive(&mut db, shell.company_name().to_owned(), made_at).await?;
    drop(db);
    let length = file.metadata().map_err(anyhow::Error::from)?.len();
    let head = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/zip")),
        (header::CONTENT_LENGTH, HeaderValue::from(length)),
        (header::CONTENT_DISPOSITION, attachment(&format!("mayak-{day}.zip"))),
    ];
    let body = Body::new(AsyncReadBody::new(tokio::fs::File::from_std(file)));
    Ok((head, body).into_response())
}

fn attachment(name: &str) -> HeaderValue {
    let value = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""));
    value.unwrap_or_else(|_| HeaderValue::from_static("attachment"))
}
