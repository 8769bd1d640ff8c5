use chrono::Days;

use crate::clock::Clock;
use crate::company;
use crate::db::Tenant;
use crate::values::Period;
use crate::web::{Answer, Result, Shell};
use crate::working_days::store;
use crate::working_days::views::{Strip, WEEKS};

pub async fn index(tenant: Tenant, clock: Clock, shell: Shell) -> Result<Answer<Strip>> {
    let today = clock.today(shell.actor.zone);
    let first = Period::week(today).first();
    let last = first + Days::new(7 * WEEKS - 1);
    let mut db = tenant.begin().await?;
    let scope = shell.actor.scope();
    let mut people = company::members(&mut db, today).await?;
    people.retain(|person| person.is_within(&scope) && !person.is_dismissed(first));
    let mut absences = store::absences(&mut db, None, first).await?;
    absences.retain(|one| people.iter().any(|person| person.id == one.member));
    let roster = store::roster(&mut db, first, last).await?;
    Ok(Answer::Page(Strip { shell, today, first, last, people, absences, roster }))
}
