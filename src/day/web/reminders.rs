use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use crate::app::App;
use crate::day::store;
use crate::day::views::Unsubscribing;
use crate::db::{Login, Tenant};
use crate::mail::{self, Kind};
use crate::signin::{Address, memberships, token_hash};
use crate::values::MemberId;
use crate::web::{Answer, Form, Path, Plain, Result, Shell};

/// Asks once more: mail programs open links by themselves.
pub async fn ask(
    State(app): State<App>,
    login: Login,
    Address(address): Address,
    Path(token): Path<String>,
) -> Result<Response> {
    app.limits.link(address)?;
    let mut db = login.begin().await?;
    let letter = mail::by_token(&mut db, &token_hash(&token), Kind::DayReminder).await?;
    Ok(match letter {
        Some(_) => Answer::Page(Unsubscribing { token, is_done: false }).into_response(),
        None => unknown(),
    })
}

/// Ends the reminders: by the button of the page, or at one press in a mail program (RFC 8058).
pub async fn end(
    State(app): State<App>,
    login: Login,
    Address(address): Address,
    Path(token): Path<String>,
    Plain(_): Plain<Vec<(String, String)>>,
) -> Result<Response> {
    app.limits.link(address)?;
    let mut db = login.begin().await?;
    let letter = mail::by_token(&mut db, &token_hash(&token), Kind::DayReminder).await?;
    let found = letter.and_then(|letter| letter.person.zip(letter.company));
    let Some((person, company)) = found else { return Ok(unknown()) };
    let memberships = memberships(&mut db, person).await?;
    if let Some(one) = memberships.into_iter().find(|one| one.company == company) {
        let mut db = db.into_company(company, one.member, one.role).await?;
        store::set_reminded(&mut db, one.member, false).await?;
        db.commit().await?;
    }
    Ok(Answer::Page(Unsubscribing { token, is_done: true }).into_response())
}

fn unknown() -> Response {
    let page = Unsubscribing { token: String::new(), is_done: false };
    (StatusCode::GONE, Answer::Page(page)).into_response()
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct RemindersForm {
    remind: String,
}

/// On or off, on one's own page.
pub async fn set(
    tenant: Tenant,
    shell: Shell,
    Form(form, once): Form<RemindersForm>,
) -> Result<Answer<Unsubscribing>> {
    let mut db = tenant.begin_once(once).await?;
    let (member, is): (MemberId, bool) = (shell.actor.member, form.remind == "yes");
    store::set_reminded(&mut db, member, is).await?;
    let location = db.commit_to("/account").await?;
    let said = if is {
        "Напоминания включены."
    } else {
        "Напоминания выключены."
    };
    Ok(Answer::saying(location, said))
}
