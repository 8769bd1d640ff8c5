use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::TimeDelta;
use serde::Deserialize;

use super::sign_in::Address;
use crate::app::App;
use crate::db::{Login, LoginTx};
use crate::mail::{self, Kind, Letter, NewLetter};
use crate::signin::session::token_hash;
use crate::signin::store;
use crate::signin::views::Confirmation;
use crate::values::PersonId;
use crate::web::{Answer, Error, Form, Plain, Query, Result, Shell};

/// How long the link in a letter waits.
const WAITS: TimeDelta = TimeDelta::days(7);

/// The secret stands in the query and in the form: the log of requests holds paths only.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    link: String,
}

/// Asks once more: mail programs open links by themselves, and none of them confirms anything.
pub async fn show(
    State(app): State<App>,
    login: Login,
    Address(address): Address,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    app.limits.link(address)?;
    let mut db = login.begin().await?;
    let Some(letter) = found(&mut db, &asked.link).await? else { return Ok(dead()) };
    let page = Confirmation { link: asked.link, address: letter.address, is_done: false };
    Ok(Answer::Page(page).into_response())
}

pub async fn confirm(
    State(app): State<App>,
    login: Login,
    Address(address): Address,
    Plain(asked): Plain<Asked>,
) -> Result<Response> {
    app.limits.link(address)?;
    let mut db = login.begin().await?;
    let Some(letter) = found(&mut db, &asked.link).await? else { return Ok(dead()) };
    let Some(person) = letter.person else { return Ok(dead()) };
    if !store::confirm(&mut db, person, &letter.address).await? {
        return Ok(dead());
    }
    db.commit().await?;
    let page = Confirmation { link: String::new(), address: letter.address, is_done: true };
    Ok(Answer::Page(page).into_response())
}

async fn found(db: &mut LoginTx, secret: &str) -> sqlx::Result<Option<Letter>> {
    let now = db.now();
    let letter = mail::by_token(db, &token_hash(secret), Kind::Confirmation).await?;
    Ok(letter.filter(|letter| now - letter.made_at < WAITS))
}

fn dead() -> Response {
    let page = Confirmation { link: String::new(), address: String::new(), is_done: false };
    (StatusCode::GONE, Answer::Page(page)).into_response()
}

#[derive(Debug, Deserialize)]
pub struct Again {}

/// Another letter, from one's own page.
pub async fn ask_again(
    State(app): State<App>,
    login: Login,
    shell: Shell,
    Form(Again {}, _): Form<Again>,
) -> Result<Response> {
    let mut db = login.begin().await?;
    let (email, account) = store::account(&mut db, shell.actor.person).await?;
    if app.settings.post.is_none() || account.is_confirmed {
        return Err(Error::Repeated("/account".into()));
    }
    app.limits.letter(&email)?;
    write(&app, &mut db, account.id, &email).await?;
    db.commit().await?;
    let said = format!("Отправляем письмо на {email}: откройте в нём ссылку.");
    Ok(Answer::<Confirmation>::saying("/account", said).into_response())
}

/// Asks by a letter whether an address is its person's; without a mail server nothing is asked.
pub async fn write(app: &App, db: &mut LoginTx, person: PersonId, email: &str) -> sqlx::Result<()> {
    if app.settings.post.is_none() {
        return Ok(());
    }
    let letter = NewLetter { person: Some(person), ..NewLetter::new(Kind::Confirmation, email) };
    mail::write_by_sign_in(db, None, letter).await
}
