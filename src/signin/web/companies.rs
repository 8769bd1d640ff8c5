use axum::response::Redirect;
use serde::Deserialize;
use uuid::Uuid;

use crate::db::Login;
use crate::signin::session::own_path;
use crate::signin::store;
use crate::signin::views::Companies;
use crate::values::CompanyId;
use crate::web::{Answer, Error, Path, Plain, Query, Result, Visit};

pub async fn show(login: Login, visit: Visit) -> Result<Answer<Companies>> {
    let mut db = login.begin().await?;
    let memberships = store::memberships(&mut db, visit.person).await?;
    let leads = store::leads(&mut db, visit.person).await?;
    if leads && memberships.is_empty() {
        return Ok(Answer::SeeOther("/clients".into()));
    }
    let current = visit.actor.map(|actor| actor.company);
    Ok(Answer::Page(Companies { memberships, current, leads }))
}

#[derive(Debug, Deserialize)]
pub struct Choice {
    company: Uuid,
}

pub async fn switch(
    login: Login,
    visit: Visit,
    Plain(choice): Plain<Choice>,
) -> Result<Answer<Companies>> {
    let mut db = login.begin().await?;
    let company = CompanyId(choice.company);
    if !store::enter_company(&mut db, &visit.token_hash, visit.person, company).await? {
        return Err(Error::NotFound);
    }
    db.commit().await?;
    Ok(Answer::SeeOther("/home".into()))
}

#[derive(Debug, Deserialize)]
pub struct Way {
    #[serde(default)]
    to: String,
}

/// Back to the company a form was opened in; the browser then sends that very form there.
pub async fn go_back(
    login: Login,
    visit: Visit,
    Path(company): Path<Uuid>,
    Query(way): Query<Way>,
    Plain(_form): Plain<Vec<(String, String)>>,
) -> Result<Redirect> {
    let to = own_path(&way.to).ok_or(Error::NotFound)?;
    let mut db = login.begin().await?;
    let company = CompanyId(company);
    if !store::enter_company(&mut db, &visit.token_hash, visit.person, company).await? {
        return Err(Error::NotFound);
    }
    db.commit().await?;
    Ok(Redirect::temporary(to))
}
