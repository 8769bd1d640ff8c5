use anyhow::Context;
use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::header::SET_COOKIE;
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use chrono::{DateTime, Utc};
use serde::Deserialize;
use uuid::Uuid;

use super::confirmation;
use super::sign_in::{Address, entered};
use crate::access::Role;
use crate::app::App;
use crate::clock::Clock;
use crate::company::{self, Admission, Founding};
use crate::db::{Login, broken_constraint};
use crate::form::FieldErrors;
use crate::signin::registration::{EXPERT, Registration, RegistrationForm};
use crate::signin::views::{Consent, Register};
use crate::signin::{consent as agreement, hashing, store};
use crate::values::{MemberId, PersonId};
use crate::web::{Answer, Plain, Query, Result};

const COOKIE: &str = "consent";
const HERE: &str = "/register";

pub async fn consent() -> Answer<Consent> {
    Answer::Page(Consent::at("/consent".into(), FieldErrors::default()))
}

#[derive(Debug, Deserialize)]
pub struct Agreement {
    #[serde(default)]
    agree: String,
}

impl Agreement {
    pub fn is_given(&self) -> bool {
        self.agree == "yes"
    }
}

pub async fn agree(clock: Clock, Plain(form): Plain<Agreement>) -> Result<Response> {
    if !form.is_given() {
        return Ok(refused_consent("/consent".into()));
    }
    let cookie = AppendHeaders([(SET_COOKIE, consent_cookie(clock, HERE)?)]);
    Ok((cookie, Redirect::to(HERE)).into_response())
}

/// The consent again: it was not given. `action` is where its form goes.
pub fn refused_consent(action: String) -> Response {
    let errors = FieldErrors::one(
        "agree",
        "Без согласия мы не вправе хранить ваши имя и почту. Отметьте, если согласны",
    );
    Answer::Refused(Consent::at(action, errors)).into_response()
}

/// What the browser keeps of a consent for the pages under a path.
pub fn consent_cookie(clock: Clock, path: &str) -> Result<HeaderValue> {
    note(&agreement::note(clock.now()), path, 43200)
}

/// A consent is one person's: the next one on this browser gives their own.
pub fn spent_consent(path: &str) -> Result<HeaderValue> {
    note("", path, 0)
}

fn note(value: &str, path: &str, age: u32) -> Result<HeaderValue> {
    let cookie = format!("{COOKIE}={value}; Path={path}; Max-Age={age}; HttpOnly; SameSite=Lax");
    Ok(HeaderValue::from_str(&cookie).context("cookie of a consent")?)
}

/// When the one who asks agreed.
pub fn agreed_at(jar: &CookieJar, clock: Clock) -> Option<DateTime<Utc>> {
    agreement::agreed_at(jar.get(COOKIE)?.value(), clock.now())
}

/// How somebody registers: with a company, or as an expert.
#[derive(Debug, Default, Deserialize)]
pub struct Who {
    #[serde(default, rename = "as")]
    who: String,
}

pub async fn show(
    State(app): State<App>,
    clock: Clock,
    jar: CookieJar,
    Query(Who { who }): Query<Who>,
) -> Answer<Register> {
    if agreed_at(&jar, clock).is_none() {
        return Answer::SeeOther("/consent".into());
    }
    let key: Uuid = app.ids.make(clock.now());
    let form = RegistrationForm {
        key: key.to_string(),
        zone: chrono_tz::Tz::Europe__Moscow.name().into(),
        who: if who == EXPERT { who } else { String::new() },
        ..RegistrationForm::default()
    };
    Answer::Page(Register { form, errors: FieldErrors::default() })
}

pub async fn register(
    State(app): State<App>,
    login: Login,
    Address(address): Address,
    jar: CookieJar,
    Plain(form): Plain<RegistrationForm>,
) -> Result<Response> {
    let Some(agreed) = agreed_at(&jar, app.clock) else {
        return Ok(Redirect::to("/consent").into_response());
    };
    let registration = match form.check() {
        Ok(registration) => registration,
        Err(errors) => return Ok(refused(form, errors)),
    };
    app.limits.stranger(address)?;
    let hash = hashing::hash(&registration.password).await?;
    let person = match found(&app, &login, &registration, &hash, agreed).await? {
        Some(person) => Some(person),
        None => same_again(&login, &registration).await?,
    };
    let Some(person) = person else { return Ok(refused(form, taken())) };
    let mut db = login.begin().await?;
    let company = registration.company.as_ref().map(|company| company.id);
    let session = store::add_session(&mut db, person, company).await?;
    db.commit().await?;
    let next = if company.is_some() { "/start" } else { "/clients" };
    let mut response = entered(&app, &session.token, next);
    response.headers_mut().append(SET_COOKIE, spent_consent(HERE)?);
    Ok(response)
}

fn refused(mut form: RegistrationForm, errors: FieldErrors) -> Response {
    form.password.clear();
    Answer::Refused(Register { form, errors }).into_response()
}

fn taken() -> FieldErrors {
    FieldErrors::one("email", "Этот адрес уже зарегистрирован — войдите или возьмите другой")
}

/// Makes the person and the company, if any, or neither; none when the address or the company is there already.
async fn found(
    app: &App,
    login: &Login,
    registration: &Registration,
    hash: &str,
    agreed: DateTime<Utc>,
) -> Result<Option<PersonId>> {
    let mut db = login.begin().await?;
    let (name, email) = (&registration.name, &registration.email);
    let person = match store::add_person(&mut db, name, email, hash).await {
        Err(error) if broken_constraint(&error) == Some("person_email_norm_key") => {
            return Ok(None);
        }
        person => person?,
    };
    store::add_consent(&mut db, person, agreed).await?;
    confirmation::write(app, &mut db, person, email).await?;
    let Some(company) = &registration.company else {
        store::set_expert(&mut db, person).await?;
        db.commit().await?;
        return Ok(Some(person));
    };
    let id: MemberId = db.new_id();
    let mut db = db.into_company(company.id, id, Role::Owner).await?;
    let owner = Admission {
        id,
        person: Some(person),
        name,
        role: Role::Owner,
        sells: false,
        department: None,
        access_until: None,
    };
    let founding = Founding::of(&company.name, company.zone, db.now());
    if !company::found_by(&mut db, &founding, &owner).await? {
        return Ok(None);
    }
    crate::metric::add_starter(&mut db).await?;
    db.commit().await?;
    Ok(Some(person))
}

/// The person of a registration sent twice: the same company, address and password; an expert has no company yet.
async fn same_again(login: &Login, registration: &Registration) -> Result<Option<PersonId>> {
    let mut db = login.begin().await?;
    let Some(account) = store::account_by_email(&mut db, &registration.email).await? else {
        return Ok(None);
    };
    let companies = store::memberships(&mut db, account.id).await?;
    let same = match &registration.company {
        Some(new) => companies.iter().any(|one| one.company == new.id),
        None => companies.is_empty() && store::leads(&mut db, account.id).await?,
    };
    drop(db);
    let may_be = same && !account.has_second_factor;
    let right = may_be && hashing::verify(&registration.password, account.hash).await?;
    Ok(right.then_some(account.id))
}
