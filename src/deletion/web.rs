use axum::extract::State;
use serde::Deserialize;

use super::asking::{DeletionForm, due_on};
use super::store;
use super::views::Index;
use crate::app::App;
use crate::db::Tenant;
use crate::signin;
use crate::values::russian::day_and_month;
use crate::web::{Answer, Form, Result, Shell};

pub async fn index(tenant: Tenant, shell: Shell) -> Result<Answer<Index>> {
    let mut db = tenant.begin().await?;
    let deletion = store::deletion(&mut db).await?;
    Ok(Answer::Page(Index::new(shell, deletion)))
}

/// The name is typed and the password asked once more: nobody does this by mistake or at somebody else's desk.
pub async fn ask(
    State(app): State<App>,
    tenant: Tenant,
    shell: Shell,
    Form(form, once): Form<DeletionForm>,
) -> Result<Answer<Index>> {
    let mut errors = form.check(&shell.actor.company_name);
    if errors.on("password").is_none()
        && !signin::confirm_password(&app, shell.actor.person, &form.password).await?
    {
        errors.add("password", "Пароль не подошёл");
    }
    let mut db = tenant.begin_once(once).await?;
    if !errors.is_empty() {
        let deletion = store::deletion(&mut db).await?;
        return Ok(Answer::Refused(Index { form, errors, ..Index::new(shell, deletion) }));
    }
    let day = due_on(app.clock.today(shell.actor.zone));
    if !store::ask(&mut db, day).await? {
        return Ok(Answer::saying("/deletion", "Удаление уже запросили раньше"));
    }
    let said = format!("До {} удаление можно отменить", day_and_month(day));
    Ok(Answer::saying(db.commit_to("/deletion").await?, said))
}

#[derive(Debug, Deserialize)]
pub struct Nothing {}

pub async fn cancel(
    tenant: Tenant,
    Form(Nothing {}, once): Form<Nothing>,
) -> Result<Answer<Index>> {
    let mut db = tenant.begin_once(once).await?;
    let kept = store::keep(&mut db).await?;
    let said = if kept {
        "Компания остаётся"
    } else {
        "Удаление уже отменили"
    };
    Ok(Answer::saying(db.commit_to("/deletion").await?, said))
}
