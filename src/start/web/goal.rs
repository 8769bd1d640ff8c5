use serde::Deserialize;

use super::{load, onward};
use crate::clock::Clock;
use crate::db::Tenant;
use crate::form::FieldErrors;
use crate::start::goal::{GoalForm, offered};
use crate::start::known::Known;
use crate::start::progress::Step;
use crate::start::views::{Frame, Goal};
use crate::web::{Answer, Form, Result, Shell};

pub async fn show(tenant: Tenant, clock: Clock, shell: Shell) -> Result<Answer<Goal>> {
    let today = clock.today(shell.actor.zone);
    let known = load(&mut tenant.begin().await?, today).await?;
    let mut form = known.progress.typed.goal.clone();
    if form.period.is_empty() {
        form.period = offered(today, known.calendar())[0].to_string();
    }
    Ok(Answer::Page(page(shell, &known, form, FieldErrors::default())))
}

fn page(shell: Shell, known: &Known, form: GoalForm, errors: FieldErrors) -> Goal {
    let periods = offered(known.today, known.calendar());
    Goal {
        shell,
        frame: Frame::new(&known.progress, Step::Goal),
        today: known.today,
        periods,
        form,
        errors,
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Submitted {
    goal: String,
    period: String,
    /// «yes»: go on without it.
    skip: String,
}

pub async fn set(
    tenant: Tenant,
    clock: Clock,
    shell: Shell,
    Form(submitted, once): Form<Submitted>,
) -> Result<Answer<Goal>> {
    let today = clock.today(shell.actor.zone);
    let mut db = tenant.begin_once(once).await?;
    let mut known = load(&mut db, today).await?;
    let form = GoalForm { goal: submitted.goal, period: submitted.period };
    if submitted.skip != "yes" {
        if let Err(errors) = form.check(today, known.calendar()) {
            return Ok(Answer::Refused(page(shell, &known, form, errors)));
        }
        known.progress.typed.goal = form;
    }
    let next = onward(&mut db, known.progress, Step::Goal).await?;
    Ok(Answer::SeeOther(db.commit_to(next.href()).await?))
}
