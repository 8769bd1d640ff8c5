use axum::extract::{Path, State as Shared};
use uuid::Uuid;

use super::opened::{STATEMENT, find};
use crate::app::App;
use crate::db::Tenant;
use crate::import::jobs::{self, Undone};
use crate::import::mapping::Kind;
use crate::import::mapping_form::Typed;
use crate::import::run::{Run, State};
use crate::import::store;
use crate::import::views::Done;
use crate::values::ImportId;
use crate::values::russian::counted;
use crate::web::{Answer, Form, Result, Shell};

pub async fn result(tenant: Tenant, shell: Shell, Path(id): Path<Uuid>) -> Result<Answer<Done>> {
    let run = find(&mut tenant.begin().await?, &shell, id).await?;
    if run.state.is_open() {
        return Ok(Answer::SeeOther(format!("/imports/{id}")));
    }
    Ok(Answer::Page(Done { shell, run }))
}

pub async fn undo(
    Shared(app): Shared<App>,
    tenant: Tenant,
    shell: Shell,
    Path(id): Path<Uuid>,
    Form(_, once): Form<Typed>,
) -> Result<Answer<Done>> {
    let _turn = app.turns.to_write(shell.actor.company).await?;
    let mut db = tenant.begin_once(once).await?;
    db.allow(STATEMENT).await?;
    store::hold(&mut db, ImportId(id)).await?;
    let run = find(&mut db, &shell, id).await?;
    let said = if run.state == State::Applied {
        said(&run, jobs::undo(&mut db, &run).await?)
    } else {
        "Отменять нечего: эта загрузка не действует.".into()
    };
    let location = db.commit_to(format!("/imports/{id}/result")).await?;
    Ok(Answer::saying(location, said))
}

fn said(run: &Run, undone: Undone) -> String {
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let (done, left) = match run.kind {
        Kind::Facts => (
            counted(count(undone.withdrawn), "число", "числа", "чисел"),
            counted(count(undone.overruled), "число", "числа", "чисел"),
        ),
        Kind::Plan => (
            counted(count(undone.withdrawn), "месяц плана", "месяца плана", "месяцев плана"),
            counted(count(undone.overruled), "месяц", "месяца", "месяцев"),
        ),
    };
    let rest = if undone.overruled > 0 {
        format!(" Позже изменили и потому оставили: {left}.")
    } else {
        String::new()
    };
    format!("Загрузка отменена: {done}.{rest} Добавленные люди остались в команде.")
}
