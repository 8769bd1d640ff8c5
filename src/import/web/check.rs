use std::collections::BTreeSet;

use axum::extract::State as Shared;
use uuid::Uuid;

use super::opened::{Opened, STATEMENT, find};
use crate::app::App;
use crate::clock::Clock;
use crate::db::{Tenant, TenantTx};
use crate::form::FieldErrors;
use crate::import::answers::{self, Answers, Needed};
use crate::import::figures::Figures;
use crate::import::jobs::{self, Prepared};
use crate::import::mapping::{Kind, Measure};
use crate::import::mapping_form::Typed;
use crate::import::run::{Run, State, Summary};
use crate::import::store;
use crate::import::views::Check;
use crate::metric::{self, Metric};
use crate::plan;
use crate::values::ImportId;
use crate::values::russian::counted;
use crate::web::{Answer, Form, Path, Result, Shell};

pub async fn check(
    Shared(app): Shared<App>,
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
    let _turn = app.turns.to_compare(tenant.company()).await?;
    let mut db = tenant.begin().await?;
    let prepared = prepare(&mut db, clock, &shell, &opened, figures).await?;
    let (typed, errors) = (Typed::default(), FieldErrors::default());
    Ok(Answer::Page(Check::new(shell, opened.run, prepared, opened.metrics, typed, errors)))
}

async fn prepare(
    db: &mut TenantTx,
    clock: Clock,
    shell: &Shell,
    opened: &Opened,
    figures: Figures,
) -> Result<Prepared> {
    let told = (&shell.actor.scope(), clock.today(shell.actor.zone));
    Ok(Prepared::load(db, opened.run.kind, figures, &opened.measures, told).await?)
}

pub async fn apply(
    Shared(app): Shared<App>,
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
        let said = match run.state {
            State::Discarded => "Этот файл убрали из списка, он не записан.",
            _ => "Этот файл уже загружен, второй раз он не записан.",
        };
        return Ok(Answer::saying(location, said));
    }
    let is_same = hold(&mut db, &run, &opened).await?;
    let mut prepared = prepare(&mut db, clock, &shell, &opened, figures).await?;
    let answers = match checked(&run, &mut prepared, &typed, is_same) {
        Ok(answers) => answers,
        Err(errors) => return Ok(refused(shell, run, prepared, opened.metrics, typed, errors)),
    };
    let summary = jobs::apply(&mut db, &run, &prepared, &answers, today).await?;
    let location = db.commit_to(format!("/imports/{id}/result")).await?;
    Ok(Answer::saying(location, said(&summary)))
}

/// Holds what the file is written into; `false`: columns or metrics are not those it was read by.
async fn hold(db: &mut TenantTx, run: &Run, opened: &Opened) -> Result<bool> {
    if run.kind == Kind::Plan {
        plan::hold_departments(db).await?;
    }
    store::hold_metrics(db).await?;
    let measures = Measure::all(&metric::all(db).await?);
    Ok(run.row_version == opened.run.row_version && measures == opened.measures)
}

fn checked(
    run: &Run,
    prepared: &mut Prepared,
    typed: &Typed,
    is_same: bool,
) -> std::result::Result<Answers, FieldErrors> {
    if !is_same || Some(i64::from(run.row_version)) != typed.number("row_version") {
        let text = "Пока страница была открыта, столбцы файла или показатели поменяли. Проверьте числа ещё раз.";
        return Err(FieldErrors::one("form", text));
    }
    if !prepared.figures.is_ready() || prepared.comparison.changes_nothing() {
        let text = "Загружать нечего: ответьте на вопросы о столбцах или выберите другой файл.";
        return Err(FieldErrors::one("form", text));
    }
    let needed = Needed {
        by_hand: prepared.comparison.clash_count > 0,
        reason: run.kind == Kind::Plan && prepared.changes_a_plan(),
        suspects: suspects(run, prepared),
    };
    let people = &prepared.figures.people;
    let members = prepared.members_in_scope();
    let answers = answers::check(typed, people, &prepared.matches, &members, &needed)?;
    match prepared.join(&answers) {
        None => Ok(answers),
        Some(row) => Err(FieldErrors::one("form", too_large(row))),
    }
}

fn suspects(run: &Run, prepared: &Prepared) -> BTreeSet<u32> {
    match run.kind {
        Kind::Plan => prepared.team_suspects().into_keys().collect(),
        Kind::Facts => BTreeSet::new(),
    }
}

fn too_large(row: usize) -> String {
    format!(
        "Строка {row}: вместе с другими числами этого человека выходит слишком большое число. \
         Проверьте, тот ли человек выбран."
    )
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
