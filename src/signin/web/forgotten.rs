use axum::extract::State;
use serde::Deserialize;

use super::sign_in::Address;
use crate::app::App;
use crate::db::Login;
use crate::form::FieldErrors;
use crate::mail::{self, Kind, NewLetter};
use crate::signin::registration::check_email;
use crate::signin::views::Forgotten;
use crate::web::{Answer, Error, Plain, Result};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ForgottenForm {
    email: String,
}

pub async fn show(State(app): State<App>) -> Answer<Forgotten> {
    let (sends, email, errors) =
        (app.settings.post.is_some(), String::new(), FieldErrors::default());
    Answer::Page(Forgotten { sends, email, is_asked: false, errors })
}

/// A letter with a link for a new password. The answer is the same whether anybody signs in by the address or not.
pub async fn ask(
    State(app): State<App>,
    login: Login,
    Address(address): Address,
    Plain(form): Plain<ForgottenForm>,
) -> Result<Answer<Forgotten>> {
    if app.settings.post.is_none() {
        return Err(Error::NotFound);
    }
    let mut errors = FieldErrors::default();
    let email = check_email(&mut errors, &form.email);
    if !errors.is_empty() {
        let page = Forgotten { sends: true, email: form.email, is_asked: false, errors };
        return Ok(Answer::Refused(page));
    }
    app.limits.stranger(address)?;
    app.limits.letter(&email)?;
    let mut db = login.begin().await?;
    mail::write_by_sign_in(&mut db, None, NewLetter::new(Kind::Reset, &*email)).await?;
    db.commit().await?;
    Ok(Answer::Page(Forgotten { sends: true, email, is_asked: true, errors }))
}
