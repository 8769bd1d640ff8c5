//! Handlers by noun.
pub mod access;
pub mod department;
pub mod dismissal;
pub mod person;
pub mod team;

use chrono::NaiveDate;
use uuid::Uuid;

use super::department::DepartmentNow;
use super::member::Member;
use super::store;
use crate::access::Actor;
use crate::db::{TenantTx, last_editor};
use crate::form::FieldErrors;
use crate::web::{Error, Result, Shell, overtaken};

async fn load(db: &mut TenantTx, today: NaiveDate) -> Result<(Vec<Member>, Vec<DepartmentNow>)> {
    Ok((store::members(db, today).await?, store::departments_now(db, today).await?))
}

/// A person whom this reader may change: others do not exist for him.
fn find(people: &[Member], id: Uuid, actor: &Actor) -> Result<Member> {
    let found = people.iter().find(|person| person.id.0 == id && person.is_for(actor));
    found.cloned().ok_or(Error::NotFound)
}

/// What the second of two editors is told.
async fn told(db: &mut TenantTx, shell: &Shell, id: Uuid, now: &str) -> Result<FieldErrors> {
    let editor = last_editor(db, id).await?;
    Ok(FieldErrors::one("form", overtaken(editor.as_ref(), shell.actor.zone, now)))
}
