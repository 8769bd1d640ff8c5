use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::sign_in::Address;
use crate::app::App;
use crate::db::{Login, LoginTx};
use crate::form::FieldErrors;
use crate::signin::reset::{Link, LinkState, ResetForm};
use crate::signin::store::By;
use crate::signin::views::{DeadLink, Reset};
use crate::signin::{hashing, store};
use crate::web::{Answer, Plain, Query, Result};

/// The secret stands in the query: the log of requests holds paths only.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    link: String,
}

pub async fn show(
    State(app): State<App>,
    login: Login,
    Address(address): Address,
    Query(Asked { link }): Query<Asked>,
) -> Result<Response> {
    app.limits.stranger(address)?;
    let mut db = login.begin().await?;
    match open(&mut db, &link).await? {
        Err(state) => Ok(dead(state)),
        Ok(found) => {
            let errors = FieldErrors::default();
            Ok(Answer::Page(Reset::new(link, found, errors)).into_response())
        }
    }
}

/// A new password by a link: it ends every session of the person and lets nobody in by itself.
pub async fn renew(
    State(app): State<App>,
    login: Login,
    Address(address): Address,
    Plain(form): Plain<ResetForm>,
) -> Result<Response> {
    app.limits.stranger(address)?;
    let mut db = login.begin().await?;
    let Some(link) = store::link(&mut db, &form.link).await? else {
        return Ok(dead(LinkState::Unknown));
    };
    drop(db);
    let state = link.state(app.clock.now());
    if state != LinkState::Open {
        return repeated(&login, link, &form, state).await;
    }
    if let Err(errors) = form.check(&[&link.email, &link.name]) {
        return Ok(Answer::Refused(Reset::new(form.link, link, errors)).into_response());
    }
    let hash = hashing::hash(&form.new).await?;
    let mut db = login.begin().await?;
    store::hold_person(&mut db, link.person).await?;
    match open(&mut db, &form.link).await? {
        Ok(link) => use_up(db, &link, &form, &hash).await?,
        Err(state) => {
            drop(db);
            return repeated(&login, link, &form, state).await;
        }
    }
    Ok(done())
}

async fn open(db: &mut LoginTx, secret: &str) -> sqlx::Result<Result<Link, LinkState>> {
    let now = db.now();
    let link = store::link(db, secret).await?;
    Ok(match link {
        None => Err(LinkState::Unknown),
        Some(link) => match link.state(now) {
            LinkState::Open => Ok(link),
            state => Err(state),
        },
    })
}

async fn use_up(mut db: LoginTx, link: &Link, form: &ResetForm, hash: &str) -> Result<()> {
    store::spend_link(&mut db, &form.link).await?;
    store::set_password(&mut db, link.person, hash).await?;
    store::end_sessions(&mut db, link.person).await?;
    let mut db = store::record_everywhere(db, link.person, By::Person, "reset_password").await?;
    if link.lifts_second_factor && store::remove_second_factor(&mut db, link.person).await? {
        db = store::record_everywhere(db, link.person, By::Server, "lift_second_factor").await?;
    }
    db.commit().await?;
    Ok(())
}

/// The form that has just used the link, sent again, is known by its password; any other is told where the link stands.
async fn repeated(
    login: &Login,
    link: Link,
    form: &ResetForm,
    state: LinkState,
) -> Result<Response> {
    let mut db = login.begin().await?;
    let used = store::link(&mut db, &form.link).await?.unwrap_or(link);
    if !used.is_just_used(db.now()) {
        return Ok(dead(state));
    }
    let (_, account) = store::account(&mut db, used.person).await?;
    drop(db);
    let is_same = hashing::verify(&form.new, account.hash).await?;
    Ok(if is_same { done() } else { dead(state) })
}

fn done() -> Response {
    Redirect::to("/sign-in?after=reset").into_response()
}

fn dead(state: LinkState) -> Response {
    (StatusCode::GONE, Answer::Page(DeadLink { state })).into_response()
}
