use serde::Deserialize;
use uuid::Uuid;

use super::{page, refused, told};
use crate::clock::Clock;
use crate::db::{Tenant, hold_company, last_editor};
use crate::form::Typed;
use crate::funnel::draft::check_name;
use crate::funnel::pipeline::Pipeline;
use crate::funnel::store;
use crate::funnel::views::Index;
use crate::web::{Answer, Error, Form, Path, Result, Shell, outpaced, overtaken};

pub(super) const HERE: &str = "/setup/funnel";

pub async fn index(tenant: Tenant, clock: Clock, shell: Shell) -> Result<Answer<Index>> {
    let today = clock.today(shell.actor.zone);
    Ok(Answer::Page(page(&mut tenant.begin().await?, shell, today).await?))
}

pub async fn create(
    tenant: Tenant,
    clock: Clock,
    shell: Shell,
    Form(form, once): Form<Typed>,
) -> Result<Answer<Index>> {
    let today = clock.today(shell.actor.zone);
    let mut db = tenant.begin_once(once).await?;
    hold_company(&mut db).await?;
    let page = page(&mut db, shell, today).await?;
    match check_name(&form, None, &page.pipelines) {
        Err(errors) => Ok(refused(page, None, form, errors)),
        Ok(name) => {
            let id = store::add_pipeline(&mut db, &name).await?;
            let location = db.commit_to(format!("{HERE}#p-{id}")).await?;
            Ok(Answer::saying(
                location,
                format!("Воронка добавлена: {name}. Осталось назвать её стадии"),
            ))
        }
    }
}

pub(super) fn find(all: &[Pipeline], id: Uuid) -> Result<Pipeline> {
    all.iter().find(|pipeline| pipeline.id.0 == id).cloned().ok_or(Error::NotFound)
}

pub async fn rename(
    tenant: Tenant,
    clock: Clock,
    shell: Shell,
    Path(id): Path<Uuid>,
    Form(form, once): Form<Typed>,
) -> Result<Answer<Index>> {
    let today = clock.today(shell.actor.zone);
    let mut db = tenant.begin_once(once).await?;
    hold_company(&mut db).await?;
    let page = page(&mut db, shell, today).await?;
    let pipeline = find(&page.pipelines, id)?;
    match check_name(&form, Some(pipeline.id), &page.pipelines) {
        Err(errors) => Ok(refused(page, Some(pipeline.id), form, errors)),
        Ok(name) => {
            if store::rename_pipeline(&mut db, &pipeline, &name, form.row_version()).await? {
                let location = db.commit_to(HERE).await?;
                return Ok(Answer::saying(location, format!("Теперь воронка называется «{name}»")));
            }
            let editor = last_editor(&mut db, id).await?;
            let text = overtaken(editor.as_ref(), page.shell.actor.zone, &pipeline.summary());
            let errors = crate::form::FieldErrors::one("form", text);
            Ok(refused(page, Some(pipeline.id), form, errors))
        }
    }
}

#[derive(Debug, Deserialize)]
pub struct Visibility {
    pub hidden: bool,
    #[serde(default)]
    pub row_version: i32,
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
    let page = page(&mut db, shell, today).await?;
    let pipeline = find(&page.pipelines, id)?;
    if !store::hide_pipeline(&mut db, pipeline.id, form.hidden, form.row_version).await? {
        let editor = last_editor(&mut db, id).await?;
        let text = outpaced(editor.as_ref(), page.shell.actor.zone, &pipeline.summary());
        return Ok(told(page, text));
    }
    let location = db.commit_to(HERE).await?;
    let said = if form.hidden {
        "Воронка убрана, её стадии сохранены"
    } else {
        "Воронка снова в работе"
    };
    Ok(Answer::saying(location, format!("{said}: {}", pipeline.name)))
}
