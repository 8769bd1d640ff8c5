use axum::extract::State;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Response};

use super::sign_in::{entered, left};
use crate::app::App;
use crate::db::Login;
use crate::form::FieldErrors;
use crate::signin::account::PasswordForm;
use crate::signin::views::Account;
use crate::signin::{hashing, store};
use crate::web::{Answer, Form, Result, Shell, Visit, flash};

pub async fn show(login: Login, shell: Shell) -> Result<Answer<Account>> {
    let mut db = login.begin().await?;
    let (email, _) = store::account(&mut db, shell.actor.person).await?;
    Ok(Answer::Page(Account { shell, email, errors: FieldErrors::default() }))
}

/// A new password ends every session of the person and renews this one.
pub async fn change_password(
    State(app): State<App>,
    login: Login,
    shell: Shell,
    Form(form, _): Form<PasswordForm>,
) -> Result<Response> {
    let person = shell.actor.person;
    let mut db = login.begin().await?;
    let (email, account) = store::account(&mut db, person).await?;
    drop(db);
    app.limits.attempt(&email, None)?;
    let personal = [email.as_str(), &shell.actor.name, &shell.actor.company_name];
    let mut errors = form.check(&personal).err().unwrap_or_default();
    if !hashing::verify(&form.old, account.hash).await? {
        errors.add("old", "Старый пароль не подошёл");
    }
    if !errors.is_empty() {
        return Ok(Answer::Refused(Account { shell, email, errors }).into_response());
    }
    let hash = hashing::hash(&form.new).await?;
    let mut db = login.begin().await?;
    store::set_password(&mut db, person, &hash).await?;
    store::end_sessions(&mut db, person).await?;
    let session = store::add_session(&mut db, person, Some(shell.actor.company)).await?;
    db.commit().await?;
    let mut response = entered(&app, &session.token, "/account");
    let said = flash("Пароль изменён. Другие входы завершены.");
    response.headers_mut().append(SET_COOKIE, said);
    Ok(response)
}

pub async fn leave_everywhere(
    State(app): State<App>,
    login: Login,
    visit: Visit,
) -> Result<Response> {
    let mut db = login.begin().await?;
    let ended = store::end_sessions(&mut db, visit.person).await?;
    db.commit().await?;
    tracing::info!(ended, "signed out everywhere");
    Ok(left(&app))
}
