use axum::extract::State;
use axum::http::header::SET_COOKIE;
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use serde::Deserialize;

use super::proof::{self, Proof};
use super::sign_in::{Address, entered};
use crate::app::App;
use crate::db::{Login, LoginTx, Once};
use crate::form::FieldErrors;
use crate::signin::session::{CODE_TRIES, REPEATED_WITHIN, Secret, new_token};
use crate::signin::store::{self, Pending};
use crate::signin::views::AskCode;
use crate::values::PersonId;
use crate::web::{Answer, Plain, Result, Visit, code_cookie, code_cookie_name, digest};

/// The password was right and there is a second factor: its code is asked on the next page.
pub async fn ask(app: &App, login: &Login, person: PersonId, next: &str) -> Result<Response> {
    let token = new_token();
    let mut db = login.begin().await?;
    store::add_pending(&mut db, &token, person, next).await?;
    db.commit().await?;
    let cookie = AppendHeaders([(SET_COOKIE, code_cookie(app, &token))]);
    Ok((cookie, Redirect::to("/sign-in/code")).into_response())
}

fn token(app: &App, jar: &CookieJar) -> Option<String> {
    jar.get(code_cookie_name(app)).map(|cookie| cookie.value().to_owned())
}

/// The sign-in that waits, held; none when there is none or its time is over.
async fn pending(db: &mut LoginTx, token: &str) -> sqlx::Result<Option<Pending>> {
    let now = db.now();
    let found = store::hold_pending(db, token).await?;
    Ok(found.filter(|pending| now < pending.ends_at && pending.tries < CODE_TRIES))
}

pub async fn show(
    State(app): State<App>,
    login: Login,
    Address(address): Address,
    jar: CookieJar,
) -> Result<Answer<AskCode>> {
    let Some(token) = token(&app, &jar) else { return Ok(again()) };
    app.limits.code_page(address)?;
    let mut db = login.begin().await?;
    match pending(&mut db, &token).await? {
        Some(pending) if pending.done_at.is_none() => {
            let errors = FieldErrors::default();
            Ok(Answer::Page(AskCode { email: pending.email, errors }))
        }
        _ => Ok(again()),
    }
}

/// The password has to be typed anew.
fn again<T>() -> Answer<T> {
    Answer::SeeOther("/sign-in?after=late".into())
}

#[derive(Debug, Deserialize)]
pub struct CodeForm {
    #[serde(default)]
    code: String,
}

/// A right code opens the session, the same one for a double click: its token comes from what was typed.
pub async fn enter(
    State(app): State<App>,
    login: Login,
    Address(address): Address,
    jar: CookieJar,
    visit: Option<Visit>,
    Plain(form): Plain<CodeForm>,
) -> Result<Response> {
    let Some(token) = token(&app, &jar) else { return Ok(again::<AskCode>().into_response()) };
    app.limits.code_page(address)?;
    let once = digest(&[b"code", token.as_bytes(), form.code.as_bytes()]);
    let session = Secret::from(token.as_str()).derive("session", once.0, &form.code);
    let mut db = login.begin().await?;
    let Some(pending) = pending(&mut db, &token).await? else {
        return Ok(again::<AskCode>().into_response());
    };
    if let Some(at) = pending.done_at {
        let is_same = pending.done_by == Some(once.0) && db.now() - at < REPEATED_WITHIN;
        let same = || entered(&app, &session, &pending.next);
        return Ok(if is_same { same() } else { again::<AskCode>().into_response() });
    }
    app.limits.code(pending.person)?;
    let proof = proof::take(&mut db, &app, pending.person, &form.code).await?;
    if proof != Proof::Right {
        return refuse(db, pending, &token, proof).await;
    }
    if let Some(visit) = visit {
        store::end_session(&mut db, &visit.token_hash).await?;
    }
    open(db, &pending, (&token, once), &session).await?;
    Ok(entered(&app, &session, &pending.next))
}

async fn open(
    mut db: LoginTx,
    pending: &Pending,
    (token, once): (&str, Once),
    session: &str,
) -> Result<()> {
    store::finish_pending(&mut db, token, once.0).await?;
    store::open_session(&mut db, session, pending.person, None).await?;
    db.commit().await?;
    Ok(())
}

/// Counts the try; after the last one the password is asked again.
async fn refuse(mut db: LoginTx, pending: Pending, token: &str, proof: Proof) -> Result<Response> {
    store::count_try(&mut db, token).await?;
    db.commit().await?;
    if pending.tries + 1 >= CODE_TRIES {
        return Ok(again::<AskCode>().into_response());
    }
    let errors = FieldErrors::one("code", proof.words());
    Ok(Answer::Refused(AskCode { email: pending.email, errors }).into_response())
}
