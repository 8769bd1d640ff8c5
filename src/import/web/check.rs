use axum::extract::{Path, State};
use uuid::Uuid;

use super::opened::{Opened, STATEMENT, find};
use crate::app::App;
use crate::clock::Clock;
use crate::db::{Tenant, TenantTx};
use crate::form::FieldErrors;
use crate::import::answers::{self, Needed};
use crate::import::figures::Figures;
use crate::import::jobs::{self, Prepared};
use crate::import::mapping::Kind;
use crate::import::mapping_form::Typed;
use crate::import::run::{Run, Summary};
use crate::import::store;
use crate::import::views::Check;
use crate::metric::Metric;
use crate::plan;
use crate::values::ImportId;
use crate::values::russian::counted;
use crate::web::{Answer, Form, Result, Shell};

pub async fn check(
    State(app): State<App>,
    tenant: Tenant,
    clock: Clock,
    shell: Shell,
    Path(id): Path<Uuid>,
) -> Result<Answer<Check>> {
    let opened = Opened::load(&app, &tenant, &shell, id).await?;
    if !opened.run.state.is_open() {
        return Ok(Answer::SeeOther(format!("/imports/{id}/result")));
    }
    let figures = opened.figures(clock.today(shell.actor.zone)).await?;
    let _turn = app.turns.to_compare().await?;
    let mut db = tenant.begin().await?;
    let prepared = prepare(&mut db, clock, &shell, opened.run.kind, figures).await?;
    let (typed, errors) = (Typed::default(), FieldErrors::default());
    Ok(Answer::Page(Check::new(shell, opened.run, prepared, opened.metrics, typed, errors)))
}

async fn prepare(
    db: &mut TenantTx,
    clock: Clock,
    shell: &Shell,
    kind: Kind,
    figures: Figures,
) -> Result<Prepared> {
    let today = clock.today(shell.actor.zone);
    Ok(Prepared::load(db, kind, figures, &shell.actor.scope(), today).await?)
}

pub async fn apply(
    State(app): State<App>,
    tenant: Tenant,
    clock: Clock,
    shell: Shell,
    Path(id): Path<Uuid>,
    Form(typed, once): Form<Typed>,
) -> Result<Answer<Check>> {
    let today = clock.today(shell.actor.zone);
    let opened = Opened::load(&app, &tenant, &shell, id).await?;
    let figures = opened.figures(today).await?;
    let _turn = app.turns.to_write(shell.actor.company).await?;
    let mut db = tenant.begin_once(once).await?;
    db.allow(STATEMENT).await?;
    store::hold(&mut db, ImportId(id)).await?;
    let run = find(&mut db, &shell, id).await?;
    if !run.state.is_open() {
        let location = db.commit_to(format!("/imports/{id}/result")).await?;
        return Ok(Answer::saying(location, "Этот файл уже загружен, второй раз он не записан."));
    }
    if run.kind == Kind::Plan {
        plan::hold_departments(&mut db).await?;
    }
    let prepared = prepare(&mut db, clock, &shell, run.kind, figures).await?;
    let seen = (opened.run.row_version, typed.number("row_version"));
    let answers = match checked(&run, &prepared, &typed, seen) {
        Ok(answers) => answers,
        Err(errors) => return Ok(refused(shell, run, prepared, opened.metrics, typed, errors)),
    };
    let summary = jobs::apply(&mut db, &run, &prepared, &answers, today).await?;
    let location = db.commit_to(format!("/imports/{id}/result")).await?;
    Ok(Answer::saying(location, said(&summary)))
}

fn checked(
    run: &Run,
    prepared: &Prepared,
    typed: &Typed,
    (read, seen): (i32, Option<i64>),
) -> std::result::Result<answers::Answers, FieldErrors> {
    if run.row_version != read || Some(i64::from(read)) != seen {
        let text = "Пока страница была открыта, столбцы файла поменяли. Проверьте числа ещё раз.";
        return Err(FieldErrors::one("form", text));
    }
    if !prepared.figures.is_ready() || prepared.comparison.changes_nothing() {
        let text = "Загружать нечего: ответьте на вопросы о столбцах или выберите другой файл.";
        return Err(FieldErrors::one("form", text));
    }
    let needed = Needed {
        by_hand: prepared.comparison.clash_count > 0,
        reason: run.kind == Kind::Plan && prepared.changes_a_plan(),
    };
    let people = &prepared.figures.people;
    answers::check(typed, people, &prepared.matches, &prepared.members_in_scope(), needed)
}

fn refused(
    shell: Shell,
    run: Run,
    prepared: Prepared,
    metrics: Vec<Metric>,
    typed: Typed,
    errors: FieldErrors,
) -> Answer<Check> {
    Answer::Refused(Check::new(shell, run, prepared, metrics, typed, errors))
}

fn said(summary: &Summary) -> String {
    let figures = i64::try_from(summary.added + summary.changed).unwrap_or(i64::MAX);
    format!("Загружено: {}.", counted(figures, "число", "числа", "чисел"))
}
