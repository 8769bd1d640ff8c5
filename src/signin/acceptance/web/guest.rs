use axum::extract::State as Shared;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Redirect, Response};

use super::door::{Door, Open, closed};
use crate::app::App;
use crate::db::Login;
use crate::invitation::Accepted;
use crate::signin::acceptance::guest::Guest;
use crate::signin::acceptance::views::Invited;
use crate::signin::store;
use crate::web::{Answer, Result, Visit};

pub async fn show(
    Shared(app): Shared<App>,
    login: Login,
    visit: Option<Visit>,
    Open(door): Open,
) -> Result<Answer<Invited>> {
    let guest = match visit {
        None => Guest::Unknown,
        Some(visit) => {
            let (email, _) = store::account(&mut login.begin().await?, visit.person).await?;
            let standing = door.standing(&app, visit.person).await?;
            Guest::of(standing.as_ref(), email, door.today, app.clock.now())
        }
    };
    let Door { path, profile, invitation, .. } = door;
    let (company, zone) = (profile.name, profile.zone);
    Ok(Answer::Page(Invited { path, company, zone, invitation, guest }))
}

/// One who is signed in comes in at one press; a second press leads to the same page.
pub async fn join(
    Shared(app): Shared<App>,
    login: Login,
    visit: Visit,
    door: Door,
) -> Result<Response> {
    let person = visit.person;
    let accepted = if door.invitation.is_open() {
        let mut db = login.begin().await?;
        let name = store::name_of(&mut db, person).await?;
        door.admit(db, person, &name).await?
    } else {
        Accepted::Closed(door.invitation.state)
    };
    match accepted {
        Accepted::AlreadyHere => return Ok(Redirect::to(&door.path).into_response()),
        Accepted::Closed(state) if door.came(&app, person).await?.is_none() => {
            return Ok(closed(Some(state)));
        }
        Accepted::Done | Accepted::Closed(_) => {}
    }
    let mut db = login.begin().await?;
    store::enter_company(&mut db, &visit.token_hash, person, door.company).await?;
    db.commit().await?;
    let mut response = Redirect::to("/home").into_response();
    response.headers_mut().append(SET_COOKIE, door.welcome());
    Ok(response)
}
