use axum::extract::State;
use axum::response::{IntoResponse, Response};

use crate::access::Role;
use crate::app::App;
use crate::company::{self, Admission, Founding};
use crate::db::{Login, LoginTx};
use crate::expert::founding::{Draft, FoundingForm};
use crate::expert::jobs::ask_look;
use crate::expert::views::{Desk, Made, New};
use crate::form::FieldErrors;
use crate::invitation::{self, Link};
use crate::metric;
use crate::signin::{self, new_token};
use crate::values::{MemberId, PersonId};
use crate::web::{Answer, Plain, Result, Site, Visit};

const HERE: &str = "/clients/new";

pub async fn new(State(app): State<App>, login: Login, visit: Visit) -> Result<Answer<New>> {
    let name = signin::name_of(&mut login.begin().await?, visit.person).await?;
    let now = app.clock.now();
    let form = FoundingForm::blank(app.ids.make(now), now.date_naive());
    let (desk, sends_letters) = (Desk::of(visit, name, HERE), app.settings.post.is_some());
    Ok(Answer::Page(New { desk, sends_letters, form, errors: FieldErrors::default() }))
}

/// Makes the company and shows the owner's link once. Sent twice the form leads to the list.
pub async fn create(
    State(app): State<App>,
    login: Login,
    visit: Visit,
    Site(site): Site,
    Plain(form): Plain<FoundingForm>,
) -> Result<Response> {
    let (person, sends_letters) = (visit.person, app.settings.post.is_some());
    let mut db = login.begin().await?;
    let (own, _) = signin::account(&mut db, person).await?;
    let name = signin::name_of(&mut db, person).await?;
    let draft = match form.check(&own, sends_letters, app.clock.now()) {
        Ok(draft) => draft,
        Err(errors) => {
            let desk = Desk::of(visit, name, HERE);
            return Ok(Answer::Refused(New { desk, sends_letters, form, errors }).into_response());
        }
    };
    app.limits.founding(person)?;
    draft.email.as_deref().map_or(Ok(()), |email| app.limits.letter(email))?;
    let link = Link::new(new_token(), app.clock.now());
    if !found(db, (person, &name), &draft, &link).await? {
        return Ok(Answer::<Made>::SeeOther("/clients".into()).into_response());
    }
    let desk = Desk::of(visit, name, HERE);
    Ok(Answer::Page(Made { desk, draft, link: link.at(&site) }).into_response())
}

/// The company, the expert in it and the owner's invitation, or nothing. `false`: it is there already.
async fn found(
    db: LoginTx,
    (person, name): (PersonId, &str),
    draft: &Draft,
    link: &Link,
) -> Result<bool> {
    let id: MemberId = db.new_id();
    let mut db = db.into_company(draft.id, id, Role::Expert).await?;
    let expert = Admission {
        id,
        person: Some(person),
        name,
        role: Role::Expert,
        sells: false,
        department: None,
        access_until: draft.access_until,
    };
    let founding = Founding::of(&draft.company, draft.zone, db.now());
    if !company::found_by(&mut db, &founding, &expert).await? {
        return Ok(false);
    }
    metric::add_starter(&mut db).await?;
    invitation::ask_owner(&mut db, &draft.owner, draft.email.as_deref(), link).await?;
    ask_look(&mut db).await?;
    db.commit().await?;
    Ok(true)
}
