use axum::extract::State as Shared;
use uuid::Uuid;

use super::opened::{STATEMENT, find};
use crate::app::App;
use crate::db::{Tenant, TenantTx, last_editor};
use crate::form::FieldErrors;
use crate::import::jobs::{self, Undone};
use crate::import::mapping::Kind;
use crate::import::mapping_form::Typed;
use crate::import::run::{Run, State};
use crate::import::store;
use crate::import::views::Done;
use crate::values::ImportId;
use crate::values::russian::{counted, listed};
use crate::web::{Answer, Form, Path, Result, Shell, outpaced};

pub async fn result(tenant: Tenant, shell: Shell, Path(id): Path<Uuid>) -> Result<Answer<Done>> {
    let mut db = tenant.begin().await?;
    let run = find(&mut db, &shell, id).await?;
    if run.state.is_open() {
        return Ok(Answer::SeeOther(format!("/imports/{id}")));
    }
    Ok(Answer::Page(page(&mut db, shell, run, FieldErrors::default()).await?))
}

async fn page(db: &mut TenantTx, shell: Shell, run: Run, errors: FieldErrors) -> Result<Done> {
    let is_applied = run.state == State::Applied;
    let confirming = if is_applied { store::confirming(db, &run).await? } else { Vec::new() };
    let ended_by = if is_applied { None } else { last_editor(db, run.id.0).await? };
    let unread = store::unread(db, run.id).await?;
    Ok(Done { shell, run, errors, ended_by, unread, confirming })
}

pub async fn undo(
    Shared(app): Shared<App>,
    tenant: Tenant,
    shell: Shell,
    Path(id): Path<Uuid>,
    Form(typed, once): Form<Typed>,
) -> Result<Answer<Done>> {
    let _turn = app.turns.to_write(shell.actor.company).await?;
    let mut db = tenant.begin_once(once).await?;
    db.allow(STATEMENT).await?;
    store::hold(&mut db, ImportId(id)).await?;
    let run = find(&mut db, &shell, id).await?;
    if typed.number("row_version") != Some(run.row_version.into()) {
        return told(&mut db, shell, run).await;
    }
    let said = if run.state == State::Applied {
        said(&run, jobs::undo(&mut db, &run).await?)
    } else {
        "Отменять нечего: эта загрузка не действует.".into()
    };
    let location = db.commit_to(format!("/imports/{id}/result")).await?;
    Ok(Answer::saying(location, said))
}

/// How the import stands now, with who was first.
async fn told(db: &mut TenantTx, shell: Shell, run: Run) -> Result<Answer<Done>> {
    let editor = last_editor(db, run.id.0).await?;
    let text = outpaced(editor.as_ref(), shell.actor.zone, run.state.word());
    Ok(Answer::Refused(page(db, shell, run, FieldErrors::one("form", text)).await?))
}

fn said(run: &Run, undone: Undone) -> String {
    if run.kind == Kind::Plan && undone.withdrawn == 0 {
        return "Отменять нечего: всё, что принёс этот файл, уже изменили позже.".into();
    }
    let figures = |number: usize| {
        counted(i64::try_from(number).unwrap_or(i64::MAX), "число", "числа", "чисел")
    };
    let mut said = vec![format!("Загрузка отменена: {}.", figures(undone.withdrawn))];
    if undone.overruled > 0 {
        let left = figures(undone.overruled);
        said.push(format!("Позже изменили и потому оставили: {left}."));
    }
    said.push("Добавленные люди остались в команде.".into());
    let stopped = run.summary.as_ref().map(|summary| summary.not_selling.as_slice());
    if let Some(stopped) = stopped.filter(|stopped| !stopped.is_empty()) {
        said.push(format!("Отметка «продаёт» осталась снятой: {}.", listed(stopped)));
    }
    said.join(" ")
}
