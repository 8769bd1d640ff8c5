use axum::extract::State;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Response};

use super::sign_in::{entered, left};
use crate::app::App;
use crate::db::{Login, LoginTx};
use crate::form::FieldErrors;
use crate::signin::account::PasswordForm;
use crate::signin::store::Standing;
use crate::signin::views::Account;
use crate::signin::{hashing, store};
use crate::web::{Answer, Error, Form, Result, Shell, Visit, flash};

pub async fn show(State(app): State<App>, login: Login, shell: Shell) -> Result<Answer<Account>> {
    let mut db = login.begin().await?;
    Ok(Answer::Page(page(&app, &mut db, shell, FieldErrors::default()).await?))
}

pub(super) async fn page(
    app: &App,
    db: &mut LoginTx,
    shell: Shell,
    errors: FieldErrors,
) -> Result<Account> {
    let actor = &shell.actor;
    let (email, account) = store::account(db, actor.person).await?;
    let is_confirmed = app.settings.post.is_some().then_some(account.is_confirmed);
    let is_reminded = store::is_reminded(db, actor.company, actor.person).await?;
    let typed = String::new();
    Ok(Account { shell, email, typed, is_confirmed, is_reminded, errors })
}

/// A new password ends every session of the person and renews this one. A double click or a retry comes in the session
/// that has ended by it: the same form gets the same new session and the same page.
pub async fn change_password(
    State(app): State<App>,
    login: Login,
    visit: Visit,
    shell: Shell,
    Form(form, once): Form<PasswordForm>,
) -> Result<Response> {
    let token = visit.secret.derive("session", once.0, &form.new);
    if let Some(key) = visit.replaced_by {
        return repeated(&app, key == once.0, &token);
    }
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
    let hash = if errors.is_empty() { hashing::hash(&form.new).await? } else { String::new() };
    let mut db = login.begin().await?;
    match store::hold_session(&mut db, &visit.token_hash).await? {
        Some(Standing::ReplacedBy(key)) => return repeated(&app, key == once.0, &token),
        None => return Err(Error::SignedOut(None)),
        Some(Standing::Open) => {}
    }
    if !errors.is_empty() {
        return Ok(Answer::Refused(page(&app, &mut db, shell, errors).await?).into_response());
    }
    store::set_password(&mut db, person, &hash).await?;
    let (key, place) = (once.0, (person, shell.actor.company));
    store::replace_session(&mut db, &visit.token_hash, key, &token, place).await?;
    store::record(db, &shell.actor, "change_password").await?.commit().await?;
    Ok(changed(&app, &token))
}

/// The form that replaced this session, sent again; to any other the person is signed out.
fn repeated(app: &App, is_same: bool, token: &str) -> Result<Response> {
    if is_same { Ok(changed(app, token)) } else { Err(Error::SignedOut(None)) }
}

fn changed(app: &App, token: &str) -> Response {
    let mut response = entered(app, token, "/account");
    let said = flash("Пароль изменён. Другие входы завершены.");
    response.headers_mut().append(SET_COOKIE, said);
    response
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
