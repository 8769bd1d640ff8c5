use serde::Deserialize;
use uuid::Uuid;

use super::definition::Metric;
use super::draft::{MetricForm, Present};
use super::store::{self, Saved};
use super::views::{Edit, Index};
use crate::db::{Tenant, TenantTx, hold_company, last_editor};
use crate::form::FieldErrors;
use crate::values::{MetricId, Step, moved};
use crate::web::{Answer, Error, Form, Path, Result, Shell, outpaced, overtaken};

const CODE_TAKEN: &str = "Такой код уже есть у другого показателя. Возьмите другой";

pub async fn index(tenant: Tenant, shell: Shell) -> Result<Answer<Index>> {
    let metrics = store::all(&mut tenant.begin().await?).await?;
    Ok(Answer::Page(Index { shell, metrics, errors: FieldErrors::default() }))
}

pub async fn new(tenant: Tenant, shell: Shell) -> Result<Answer<Edit>> {
    let all = store::all(&mut tenant.begin().await?).await?;
    let (form, errors) = (MetricForm::blank(), FieldErrors::default());
    Ok(Answer::Page(Edit { shell, present: None, all, form, errors }))
}

pub async fn create(
    tenant: Tenant,
    shell: Shell,
    Form(form, once): Form<MetricForm>,
) -> Result<Answer<Edit>> {
    let mut db = tenant.begin_once(once).await?;
    hold_company(&mut db).await?;
    let all = store::all(&mut db).await?;
    let errors = match form.check(None, &all) {
        Err(errors) => errors,
        Ok(draft) => match store::add(&mut db, &draft).await? {
            Saved::As(_) => {
                let location = db.commit_to("/metrics").await?;
                return Ok(Answer::saying(
                    location,
                    format!("Показатель добавлен: {}", draft.name),
                ));
            }
            Saved::CodeTaken | Saved::Overtaken => FieldErrors::one("code", CODE_TAKEN),
        },
    };
    Ok(Answer::Refused(Edit { shell, present: None, all, form, errors }))
}

pub async fn edit(tenant: Tenant, shell: Shell, Path(id): Path<Uuid>) -> Result<Answer<Edit>> {
    let (all, present) = load(&mut tenant.begin().await?, MetricId(id)).await?;
    let (form, errors) = (MetricForm::of(&present.metric), FieldErrors::default());
    Ok(Answer::Page(Edit { shell, present: Some(present), all, form, errors }))
}

pub async fn update(
    tenant: Tenant,
    shell: Shell,
    Path(id): Path<Uuid>,
    Form(mut form, once): Form<MetricForm>,
) -> Result<Answer<Edit>> {
    let mut db = tenant.begin_once(once).await?;
    hold_company(&mut db).await?;
    let (all, present) = load(&mut db, MetricId(id)).await?;
    let errors = match form.check(Some(&present), &all) {
        Err(errors) => errors,
        Ok(draft) => match store::save(&mut db, &present.metric, &draft, form.row_version).await? {
            Saved::As(_) => {
                let location = db.commit_to("/metrics").await?;
                return Ok(Answer::saying(location, format!("Сохранено: {}", draft.name)));
            }
            Saved::CodeTaken => FieldErrors::one("code", CODE_TAKEN),
            Saved::Overtaken => {
                form.row_version = present.metric.row_version;
                let editor = last_editor(&mut db, id).await?;
                let now = present.metric.summary();
                FieldErrors::one("form", overtaken(editor.as_ref(), shell.actor.zone, &now))
            }
        },
    };
    Ok(Answer::Refused(Edit { shell, present: Some(present), all, form, errors }))
}

#[derive(Debug, Deserialize)]
pub struct Visibility {
    hidden: bool,
    #[serde(default)]
    row_version: i32,
}

pub async fn set_visibility(
    tenant: Tenant,
    shell: Shell,
    Path(id): Path<Uuid>,
    Form(form, once): Form<Visibility>,
) -> Result<Answer<Index>> {
    let mut db = tenant.begin_once(once).await?;
    let all = store::all(&mut db).await?;
    let metric = find(&all, MetricId(id))?;
    let saved = store::hide(&mut db, metric.id, form.hidden, form.row_version).await?;
    if saved == Saved::Overtaken {
        return told(&mut db, shell, metric.id).await;
    }
    let location = db.commit_to("/metrics").await?;
    let said = if form.hidden {
        "Убран с таблиц, числа сохранены"
    } else {
        "Снова в таблицах"
    };
    Ok(Answer::saying(location, format!("{said}: {}", metric.name)))
}

#[derive(Debug, Deserialize)]
pub struct Position {
    step: String,
    #[serde(default)]
    row_version: i32,
}

pub async fn set_position(
    tenant: Tenant,
    shell: Shell,
    Path(id): Path<Uuid>,
    Form(form, once): Form<Position>,
) -> Result<Answer<Index>> {
    let step = Step::read(&form.step)
        .ok_or_else(|| Error::BadRequest("Показатель двигают на место выше или ниже.".into()))?;
    let mut db = tenant.begin_once(once).await?;
    hold_company(&mut db).await?;
    let all = store::all(&mut db).await?;
    let metric = find(&all, MetricId(id))?;
    if metric.row_version != form.row_version {
        return told(&mut db, shell, metric.id).await;
    }
    let ids = moved(all.iter().map(|metric| metric.id), metric.id, step).ok_or(Error::NotFound)?;
    store::order(&mut db, &ids).await?;
    Ok(Answer::SeeOther(db.commit_to("/metrics").await?))
}

/// The list as it is now, with who was first.
async fn told(db: &mut TenantTx, shell: Shell, id: MetricId) -> Result<Answer<Index>> {
    let metrics = store::all(db).await?;
    let editor = last_editor(db, id.0).await?;
    let now = find(&metrics, id)?.summary();
    let text = outpaced(editor.as_ref(), shell.actor.zone, &now);
    Ok(Answer::Refused(Index { shell, metrics, errors: FieldErrors::one("form", text) }))
}

fn find(all: &[Metric], id: MetricId) -> Result<Metric> {
    all.iter().find(|metric| metric.id == id).cloned().ok_or(Error::NotFound)
}

async fn load(db: &mut TenantTx, id: MetricId) -> Result<(Vec<Metric>, Present)> {
    let all = store::all(db).await?;
    let metric = find(&all, id)?;
    let has_values = store::has_values(db, id).await?;
    Ok((all, Present { metric, has_values }))
}
