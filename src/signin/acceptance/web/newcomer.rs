use axum::extract::State as Shared;
use axum::http::header::SET_COOKIE;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use chrono::{DateTime, Utc};

use super::door::{Door, Open, closed};
use crate::app::App;
use crate::clock::Clock;
use crate::db::{Login, broken_constraint};
use crate::form::FieldErrors;
use crate::invitation::{Accepted, State};
use crate::signin::acceptance::newcomer::{Newcomer, NewcomerForm};
use crate::signin::acceptance::views::NewPerson;
use crate::signin::registration::normal_email;
use crate::signin::views::Consent;
use crate::signin::web::confirmation;
use crate::signin::web::registration::{
    Agreement, agreed_at, consent_cookie, refused_consent, spent_consent,
};
use crate::signin::web::sign_in::{Address, entered};
use crate::signin::{hashing, store};
use crate::values::PersonId;
use crate::web::{Answer, Plain, Result, Visit};

pub async fn consent(Open(door): Open) -> Answer<Consent> {
    Answer::Page(Consent::at(format!("{}/consent", door.path), FieldErrors::default()))
}

pub async fn agree(
    clock: Clock,
    Open(door): Open,
    Plain(form): Plain<Agreement>,
) -> Result<Response> {
    if !form.is_given() {
        return Ok(refused_consent(format!("{}/consent", door.path)));
    }
    let mut response = Redirect::to(&format!("{}/registration", door.path)).into_response();
    response.headers_mut().append(SET_COOKIE, consent_cookie(clock, &door.path)?);
    Ok(response)
}

pub async fn form(clock: Clock, jar: CookieJar, Open(door): Open) -> Answer<NewPerson> {
    if agreed_at(&jar, clock).is_none() {
        return Answer::SeeOther(format!("{}/consent", door.path));
    }
    let form = NewcomerForm { name: door.invitation.name.clone(), ..NewcomerForm::default() };
    Answer::Page(page(door, form, FieldErrors::default()))
}

fn page(door: Door, mut form: NewcomerForm, errors: FieldErrors) -> NewPerson {
    form.password.clear();
    let known_as = door.invitation.member.map(|_| door.invitation.name);
    NewPerson { path: door.path, company: door.profile.name, known_as, form, errors }
}

/// What came of a newcomer.
#[derive(Clone, Copy)]
enum Came {
    In(PersonId),
    /// The address is somebody's.
    Taken,
    Closed(State),
}

pub async fn register(
    Shared(app): Shared<App>,
    Address(address): Address,
    jar: CookieJar,
    visit: Option<Visit>,
    door: Door,
    Plain(form): Plain<NewcomerForm>,
) -> Result<Response> {
    let came = if door.invitation.is_open() {
        let Some(agreed) = agreed_at(&jar, app.clock) else {
            return Ok(Redirect::to(&format!("{}/consent", door.path)).into_response());
        };
        let newcomer = match form.check(&door.profile.name) {
            Ok(newcomer) => newcomer,
            Err(errors) => return Ok(Answer::Refused(page(door, form, errors)).into_response()),
        };
        app.limits.stranger(address)?;
        come(&app, &door, &newcomer, agreed).await?
    } else {
        Came::Closed(door.invitation.state)
    };
    let person = match came {
        Came::In(person) => Some(person),
        Came::Taken | Came::Closed(_) => same_again(&app, Address(address), &door, &form).await?,
    };
    match (person, came) {
        (Some(person), _) => let_in(&app, &door, person, visit).await,
        (None, Came::Closed(state)) => Ok(closed(Some(state))),
        (None, _) => Ok(Answer::Refused(page(door, form, taken())).into_response()),
    }
}

fn taken() -> FieldErrors {
    let text = "Этот адрес уже зарегистрирован. Если он ваш — войдите по ссылке внизу и примите приглашение";
    FieldErrors::one("email", text)
}

/// Makes the person and lets him in, or neither.
async fn come(app: &App, door: &Door, newcomer: &Newcomer, agreed: DateTime<Utc>) -> Result<Came> {
    let hash = hashing::hash(&newcomer.password).await?;
    let mut db = Login::new(app).begin().await?;
    let added = store::add_person(&mut db, &newcomer.name, &newcomer.email, &hash).await;
    let person = match added {
        Err(error) if broken_constraint(&error) == Some("person_email_norm_key") => {
            return Ok(Came::Taken);
        }
        person => person?,
    };
    store::add_consent(&mut db, person, agreed).await?;
    if door.is_by_letter_to(&newcomer.email) {
        store::confirm(&mut db, person, &newcomer.email).await?;
    } else {
        confirmation::write(app, &mut db, person, &newcomer.email).await?;
    }
    Ok(match door.admit(db, person, &newcomer.name).await? {
        Accepted::Done => Came::In(person),
        Accepted::Closed(state) => Came::Closed(state),
        Accepted::AlreadyHere => Came::Closed(State::Void),
    })
}

/// The person of a form sent twice: came by this link a moment ago, with this address and password.
async fn same_again(
    app: &App,
    Address(address): Address,
    door: &Door,
    form: &NewcomerForm,
) -> Result<Option<PersonId>> {
    let email = normal_email(&form.email);
    let account = store::account_by_email(&mut Login::new(app).begin().await?, &email).await?;
    let Some(account) = account.filter(|one| !one.has_second_factor) else { return Ok(None) };
    let came = door.came(app, account.id).await?;
    if came.and_then(|one| one.just_came(app.clock.now())).is_none() {
        return Ok(None);
    }
    app.limits.attempt(&email, address)?;
    let is_right = hashing::verify(&form.password, account.hash).await?;
    Ok(is_right.then_some(account.id))
}

/// Starts the newcomer's session in the company.
async fn let_in(
    app: &App,
    door: &Door,
    person: PersonId,
    visit: Option<Visit>,
) -> Result<Response> {
    let mut db = Login::new(app).begin().await?;
    if let Some(visit) = visit {
        store::end_session(&mut db, &visit.token_hash).await?;
    }
    let session = store::add_session(&mut db, person, Some(door.company)).await?;
    db.commit().await?;
    let mut response = entered(app, &session.token, "/home");
    response.headers_mut().append(SET_COOKIE, spent_consent(&door.path)?);
    response.headers_mut().append(SET_COOKIE, door.welcome());
    Ok(response)
}
