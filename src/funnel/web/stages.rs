use chrono::NaiveDate;
use serde::Deserialize;
use uuid::Uuid;

use super::pipelines::{HERE, Visibility, find};
use super::{page, told};
use crate::clock::Clock;
use crate::db::{Tenant, TenantTx, hold_company, last_editor};
use crate::form::{FieldErrors, Typed};
use crate::funnel::draft::{blank, check, typed};
use crate::funnel::pipeline::{Pipeline, Stage};
use crate::funnel::store;
use crate::funnel::views::{Index, OneStage};
use crate::metric;
use crate::values::{Step, moved};
use crate::web::{Answer, Error, Form, Path, Result, Shell, outpaced, overtaken};

pub async fn new(
    tenant: Tenant,
    clock: Clock,
    shell: Shell,
    Path(id): Path<Uuid>,
) -> Result<Answer<OneStage>> {
    let today = clock.today(shell.actor.zone);
    let mut db = tenant.begin().await?;
    let pipeline = find(&store::pipelines(&mut db).await?, id)?;
    let metrics = metric::all(&mut db).await?;
    let (form, errors) = (blank(today), FieldErrors::default());
    Ok(Answer::Page(OneStage { shell, today, pipeline, stage: None, metrics, form, errors }))
}

pub async fn create(
    tenant: Tenant,
    clock: Clock,
    shell: Shell,
    Path(id): Path<Uuid>,
    Form(form, once): Form<Typed>,
) -> Result<Answer<OneStage>> {
    let today = clock.today(shell.actor.zone);
    let mut db = tenant.begin_once(once).await?;
    hold_company(&mut db).await?;
    let pipeline = find(&store::pipelines(&mut db).await?, id)?;
    let metrics = metric::all(&mut db).await?;
    match check(&form, (None, &pipeline), &metrics, today) {
        Err(errors) => Ok(Answer::Refused(OneStage {
            shell,
            today,
            pipeline,
            stage: None,
            metrics,
            form,
            errors,
        })),
        Ok(draft) => {
            store::add_stage(&mut db, pipeline.id, &draft).await?;
            let location = db.commit_to(HERE).await?;
            Ok(Answer::saying(location, format!("Стадия добавлена: {}", draft.name)))
        }
    }
}

/// A stage with its funnel.
async fn load(db: &mut TenantTx, id: Uuid) -> Result<(Stage, Pipeline)> {
    let all = store::pipelines(db).await?;
    let stages =
        all.iter().flat_map(|pipeline| pipeline.stages.iter().map(move |one| (one, pipeline)));
    let found = stages.into_iter().find(|(stage, _)| stage.id.0 == id);
    found.map(|(stage, pipeline)| (stage.clone(), pipeline.clone())).ok_or(Error::NotFound)
}

pub async fn show(
    tenant: Tenant,
    clock: Clock,
    shell: Shell,
    Path(id): Path<Uuid>,
) -> Result<Answer<OneStage>> {
    let today = clock.today(shell.actor.zone);
    let mut db = tenant.begin().await?;
    let (stage, pipeline) = load(&mut db, id).await?;
    let metrics = metric::all(&mut db).await?;
    let (form, errors) = (typed(&stage, today), FieldErrors::default());
    Ok(Answer::Page(OneStage { shell, today, pipeline, stage: Some(stage), metrics, form, errors }))
}

pub async fn update(
    tenant: Tenant,
    clock: Clock,
    shell: Shell,
    Path(id): Path<Uuid>,
    Form(mut form, once): Form<Typed>,
) -> Result<Answer<OneStage>> {
    let today = clock.today(shell.actor.zone);
    let mut db = tenant.begin_once(once).await?;
    hold_company(&mut db).await?;
    let (stage, pipeline) = load(&mut db, id).await?;
    let metrics = metric::all(&mut db).await?;
    let errors = match check(&form, (Some(stage.id), &pipeline), &metrics, today) {
        Err(errors) => errors,
        Ok(draft) => {
            if store::save_stage(&mut db, &stage, &draft, form.row_version()).await? {
                let location = db.commit_to(HERE).await?;
                return Ok(Answer::saying(location, format!("Сохранено: {}", draft.name)));
            }
            form.set("row_version", stage.row_version.to_string());
            let editor = last_editor(&mut db, id).await?;
            FieldErrors::one(
                "form",
                overtaken(editor.as_ref(), shell.actor.zone, &stage.summary(today)),
            )
        }
    };
    Ok(Answer::Refused(OneStage {
        shell,
        today,
        pipeline,
        stage: Some(stage),
        metrics,
        form,
        errors,
    }))
}

pub async fn set_visibility(
    tenant: Tenant,
    clock: Clock,
    shell: Shell,
    Path(id): Path<Uuid>,
    Form(form, once): Form<Visibility>,
) -> Result<Answer<Index>> {
    let today = clock.today(shell.actor.zone);
    let mut db = tenant.begin_once(once).await?;
    let (stage, _) = load(&mut db, id).await?;
    if !store::hide_stage(&mut db, stage.id, form.hidden, form.row_version).await? {
        return stands(&mut db, shell, today, &stage).await;
    }
    let location = db.commit_to(HERE).await?;
    let said = if form.hidden {
        "Стадия убрана, её история сохранена"
    } else {
        "Стадия снова в воронке"
    };
    Ok(Answer::saying(location, format!("{said}: {}", stage.name)))
}

#[derive(Debug, Deserialize)]
pub struct Position {
    step: String,
    #[serde(default)]
    row_version: i32,
}

pub async fn set_position(
    tenant: Tenant,
    clock: Clock,
    shell: Shell,
    Path(id): Path<Uuid>,
    Form(form, once): Form<Position>,
) -> Result<Answer<Index>> {
    let today = clock.today(shell.actor.zone);
    let step = Step::read(&form.step)
        .ok_or_else(|| Error::BadRequest("Стадию двигают на место выше или ниже.".into()))?;
    let mut db = tenant.begin_once(once).await?;
    hold_company(&mut db).await?;
    let (stage, pipeline) = load(&mut db, id).await?;
    if stage.row_version != form.row_version {
        return stands(&mut db, shell, today, &stage).await;
    }
    let ids =
        moved(pipeline.stages.iter().map(|one| one.id), stage.id, step).ok_or(Error::NotFound)?;
    store::order_stages(&mut db, &ids).await?;
    Ok(Answer::SeeOther(db.commit_to(HERE).await?))
}

/// The funnels as they stand now, for one who pressed a button too late.
async fn stands(
    db: &mut TenantTx,
    shell: Shell,
    today: NaiveDate,
    stage: &Stage,
) -> Result<Answer<Index>> {
    let editor = last_editor(db, stage.id.0).await?;
    let text = outpaced(editor.as_ref(), shell.actor.zone, &stage.summary(today));
    Ok(told(page(db, shell, today).await?, text))
}
