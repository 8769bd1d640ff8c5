use serde::Deserialize;
use uuid::Uuid;

use super::person::{overtaken, page};
use crate::access::Role;
use crate::clock::Clock;
use crate::company::store;
use crate::company::views::Person;
use crate::db::Tenant;
use crate::web::{Answer, Error, Form, Path, Result, Shell};

/// One button.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ShutForm {
    row_version: i32,
}

/// Lets an expert in no longer, at once.
pub async fn close(
    tenant: Tenant,
    clock: Clock,
    shell: Shell,
    Path(id): Path<Uuid>,
    Form(form, once): Form<ShutForm>,
) -> Result<Answer<Person>> {
    let today = clock.today(shell.actor.zone);
    let mut db = tenant.begin_once(once).await?;
    let (page, _) = page(&mut db, shell, id, today).await?;
    if page.member.role != Role::Expert {
        return Err(Error::NotFound);
    }
    if !store::close_access(&mut db, &page.member, form.row_version).await? {
        return overtaken(&mut db, page).await;
    }
    let location = db.commit_to("/people").await?;
    let said = format!("Вход закрыт: {}. Записанное остаётся", page.member.name);
    Ok(Answer::saying(location, said))
}
