use serde::Deserialize;
use uuid::Uuid;

use crate::db::Login;
use crate::signin::store;
use crate::signin::views::Companies;
use crate::values::CompanyId;
use crate::web::{Answer, Error, Plain, Result, Visit};

pub async fn show(login: Login, visit: Visit) -> Result<Answer<Companies>> {
    let mut db = login.begin().await?;
    let memberships = store::memberships(&mut db, visit.person).await?;
    let current = visit.actor.map(|actor| actor.company);
    Ok(Answer::Page(Companies { memberships, current }))
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
