use axum::extract::State;
use axum::response::{IntoResponse, Response};
use uuid::Uuid;

use super::security::Nothing;
use super::sign_in::left;
use crate::app::App;
use crate::clock::Clock;
use crate::db::{Login, Tenant};
use crate::signin::store;
use crate::signin::views::Sessions;
use crate::web::{Answer, Error, Form, Path, Result, Shell, Visit};

const HERE: &str = "/account/sessions";

pub async fn show(
    login: Login,
    clock: Clock,
    visit: Visit,
    shell: Shell,
) -> Result<Answer<Sessions>> {
    let mut db = login.begin().await?;
    let living = store::sessions(&mut db, visit.person, &visit.token_hash).await?;
    let reset = store::last_reset(&mut db, visit.person).await?;
    let today = clock.today(shell.actor.zone);
    Ok(Answer::Page(Sessions { shell, today, living, reset }))
}

/// Ends one of one's own sessions; this one too, and then the person is out.
pub async fn end(
    State(app): State<App>,
    tenant: Tenant,
    visit: Visit,
    shell: Shell,
    Path(id): Path<Uuid>,
    Form(Nothing {}, once): Form<Nothing>,
) -> Result<Response> {
    let mut db = tenant.begin_once(once).await?.into_login().await?;
    if !store::end_session_of(&mut db, visit.person, id).await? {
        return Err(Error::NotFound);
    }
    let is_out = store::hold_session(&mut db, &visit.token_hash).await?.is_none();
    let db = store::record(db, &shell.actor, "end_session").await?;
    let location = db.commit_to(HERE).await?;
    Ok(if is_out {
        left(&app)
    } else {
        Answer::<Sessions>::saying(location, "Вход завершён").into_response()
    })
}

/// Ends all of one's sessions but this one.
pub async fn end_others(
    tenant: Tenant,
    visit: Visit,
    shell: Shell,
    Form(Nothing {}, once): Form<Nothing>,
) -> Result<Answer<Sessions>> {
    let mut db = tenant.begin_once(once).await?.into_login().await?;
    store::end_other_sessions(&mut db, visit.person, &visit.token_hash).await?;
    store::forget_pending(&mut db, visit.person).await?;
    let db = store::record(db, &shell.actor, "end_other_sessions").await?;
    Ok(Answer::saying(db.commit_to(HERE).await?, "Остальные входы завершены"))
}
