use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use serde::Deserialize;

use crate::access::Role;
use crate::app::App;
use crate::company::{self, Profile, Standing};
use crate::db::{Login, LoginTx, Tenant};
use crate::expert;
use crate::invitation::{self, Accepted, Invitation, Newcomer, State};
use crate::signin::acceptance::guest::shut;
use crate::signin::acceptance::views::Shut;
use crate::signin::token_hash;
use crate::signin::web::sign_in::Address;
use crate::values::{CompanyId, PersonId};
use crate::web::{Answer, Error, Path, Result, flash};

/// What stands behind the link of the path. One that was never given out gets its page.
pub struct Door {
    /// The link's own path.
    pub path: String,
    pub company: CompanyId,
    pub profile: Profile,
    pub invitation: Invitation,
    /// Whether it is the link of a letter, not the one of the page.
    by_letter: bool,
    /// The company's today.
    pub today: NaiveDate,
}

/// A [`Door`] that lets in. One that does no more gets its page.
pub struct Open(pub Door);

#[derive(Deserialize)]
struct Link {
    token: String,
}

impl FromRequestParts<App> for Door {
    type Rejection = Response;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let path = Path::from_request_parts(parts, app).await;
        let Ok(Path(Link { token })) = path else { return Err(closed(None)) };
        let address = Address::from_request_parts(parts, app).await;
        let knocked = match address.map(|Address(address)| app.limits.link(address)) {
            Ok(Ok(())) => knock(app, &token).await,
            Ok(Err(error)) => Err(error),
        };
        knocked.map_err(IntoResponse::into_response)?.ok_or_else(|| closed(None))
    }
}

impl FromRequestParts<App> for Open {
    type Rejection = Response;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let door = Door::from_request_parts(parts, app).await?;
        if door.invitation.is_open() {
            Ok(Self(door))
        } else {
            Err(closed(Some(door.invitation.state)))
        }
    }
}

async fn knock(app: &App, token: &str) -> Result<Option<Door>> {
    let mut db = Login::new(app).begin().await?;
    let found = invitation::find_by_token(&mut db, &token_hash(token)).await?;
    drop(db);
    let Some((company, id, by_letter)) = found else { return Ok(None) };
    let mut db = Tenant::unattended(app, company).begin().await?;
    let profile = company::profile(&mut db).await?;
    let today = app.clock.today(profile.zone);
    let invitation = invitation::find(&mut db, id, today).await?.ok_or(Error::NotFound)?;
    let path = format!("/invitations/{token}");
    Ok(Some(Door { path, company, profile, invitation, by_letter, today }))
}

/// The one answer to links that were never given out, and the answers to those that let nobody in any more.
pub fn closed(state: Option<State>) -> Response {
    let (title, text) = shut(state);
    let status = if state.is_none() { StatusCode::NOT_FOUND } else { StatusCode::GONE };
    (status, Answer::Page(Shut { title, text })).into_response()
}

impl Door {
    /// Whether whoever stands here reads the letters of that address.
    pub fn is_by_letter_to(&self, email: &str) -> bool {
        self.by_letter && self.invitation.is_for(email)
    }

    /// How a person stands in the company already.
    pub async fn standing(&self, app: &App, person: PersonId) -> Result<Option<Standing>> {
        let mut db = Tenant::unattended(app, self.company).begin().await?;
        Ok(company::standing_of(&mut db, person).await?)
    }

    /// Lets a person in; commits if that came about.
    pub async fn admit(&self, db: LoginTx, person: PersonId, name: &str) -> Result<Accepted> {
        let member = self.invitation.member.unwrap_or_else(|| db.new_id());
        let mut db = db.into_company(self.company, member, self.invitation.role).await?;
        let newcomer = Newcomer { person, name, member };
        let id = self.invitation.id;
        let accepted = invitation::accept(&mut db, id, &newcomer, self.today).await?;
        if accepted == Accepted::Done {
            if self.invitation.role == Role::Expert {
                expert::ask_look(&mut db).await?;
            }
            db.commit().await?;
        }
        Ok(accepted)
    }

    /// The invitation as it is now, if it was this person who came by it.
    pub async fn came(&self, app: &App, person: PersonId) -> Result<Option<Invitation>> {
        let Some(standing) = self.standing(app, person).await? else { return Ok(None) };
        let mut db = Tenant::unattended(app, self.company).begin().await?;
        let now = invitation::find(&mut db, self.invitation.id, self.today).await?;
        Ok(now.filter(|one| one.used.is_some_and(|(_, member)| member == standing.member)))
    }

    /// What is said on the first page inside.
    pub fn welcome(&self) -> HeaderValue {
        flash(&format!("Вы в компании «{}»: {}", self.profile.name, self.invitation.role.name()))
    }
}
