//! The handlers of a week.
pub mod days;
pub mod facts;
pub mod plan;
pub mod proposals;
pub mod reasons;
pub mod report;

use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use uuid::Uuid;

use super::desk::Desk;
use super::evidence::{current as current_part, part_of};
use super::store;
use super::views::Nobody;
use crate::access::{Actor, Permission};
use crate::clock::Clock;
use crate::closing;
use crate::db::{Tenant, TenantTx};
use crate::values::{DepartmentId, MemberId, Period};
use crate::web::{Answer, Error, Query, Result, Shell};

/// As asked in the address.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    department: String,
    person: String,
}

impl Asked {
    fn department(&self) -> Result<Option<DepartmentId>> {
        id(&self.department).map(|id| id.map(DepartmentId))
    }

    fn person(&self) -> Result<MemberId> {
        id(&self.person)?.map(MemberId).ok_or(Error::NotFound)
    }

    /// A department one heads: the one asked for, else the first.
    fn run_by(&self, actor: &Actor) -> Result<DepartmentId> {
        let asked = self.department()?.or_else(|| actor.heads.first().copied());
        asked.filter(|id| actor.heads.contains(id)).ok_or(Error::NotFound)
    }

    /// A department one sees; without one asked for, the first one heads, if any.
    fn seen_by(&self, actor: &Actor) -> Result<Option<DepartmentId>> {
        let asked = self.department()?.or_else(|| actor.heads.first().copied());
        if asked.is_some_and(|id| !actor.sees(id)) || asked.is_none() && !actor.sees_all() {
            return Err(Error::NotFound);
        }
        Ok(asked)
    }
}

fn id(text: &str) -> Result<Option<Uuid>> {
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| Error::NotFound)
}

/// The week of a department, with all that follows from it.
async fn desk(
    db: &mut TenantTx,
    starts_on: &str,
    department: Option<DepartmentId>,
) -> Result<Desk> {
    let part = part_of(starts_on).ok_or(Error::NotFound)?;
    let evidence = store::read(db, department, part).await?.ok_or(Error::NotFound)?;
    Ok(Desk::lay(evidence))
}

/// To the week that waits: the earliest unconfirmed one, else the one of today.
pub async fn current(
    tenant: Tenant,
    clock: Clock,
    shell: Shell,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let today = clock.today(shell.actor.zone);
    let mut db = tenant.begin().await?;
    let team = store::team(&mut db).await?;
    let wanted = asked.seen_by(&shell.actor);
    let part = crate::values::WeekPart::containing(today);
    let found = match wanted {
        Ok(wanted) => team.department(wanted, part).cloned(),
        Err(_) if asked.department.is_empty() => None,
        Err(error) => return Err(error),
    };
    let Some(department) = found else {
        let may_see_people = shell.may(Permission::PeopleSee);
        return Ok(Answer::Page(Nobody { shell, may_see_people }).into_response());
    };
    let before = Period::month(today).previous().first();
    let closures = closing::said(&mut db, before, today).await?;
    let part = current_part(&closures, &department, today);
    let end = if shell.actor.heads.contains(&department.id) { "/facts" } else { "" };
    let chosen = if asked.department.is_empty() {
        String::new()
    } else {
        format!("?department={}", department.id)
    };
    let location = format!("/week/{}{end}{chosen}", part.starts_on);
    Ok(Answer::<Nobody>::SeeOther(location).into_response())
}
