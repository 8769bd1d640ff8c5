use serde::Deserialize;
use uuid::Uuid;

use super::{load, told};
use crate::clock::Clock;
use crate::db::{Tenant, hold_company, last_editor};
use crate::form::FieldErrors;
use crate::metric;
use crate::scorecard::naming::CardForm;
use crate::scorecard::store;
use crate::scorecard::views::{Index, New, Show, summary};
use crate::web::{Answer, Form, Path, Result, Shell, overtaken};

pub async fn index(tenant: Tenant, clock: Clock, shell: Shell) -> Result<Answer<Index>> {
    let today = clock.today(shell.actor.zone);
    let mut db = tenant.begin().await?;
    let (cards, metrics) = (store::all(&mut db).await?, metric::all(&mut db).await?);
    Ok(Answer::Page(Index { shell, today, cards, metrics }))
}

pub async fn new(shell: Shell) -> Result<Answer<New>> {
    Ok(Answer::Page(New { shell, form: CardForm::blank(), errors: FieldErrors::default() }))
}

pub async fn create(
    tenant: Tenant,
    shell: Shell,
    Form(form, once): Form<CardForm>,
) -> Result<Answer<New>> {
    let mut db = tenant.begin_once(once).await?;
    hold_company(&mut db).await?;
    let cards = store::all(&mut db).await?;
    match form.check(None, &cards) {
        Err(errors) => Ok(Answer::Refused(New { shell, form, errors })),
        Ok((name, role)) => {
            let id = store::add(&mut db, &name, role).await?;
            let location = db.commit_to(format!("/setup/cards/{id}/change")).await?;
            Ok(Answer::saying(
                location,
                format!("Карта добавлена: {name}. Осталось поставить веса"),
            ))
        }
    }
}

pub async fn show(
    tenant: Tenant,
    clock: Clock,
    shell: Shell,
    Path(id): Path<Uuid>,
) -> Result<Answer<Show>> {
    let today = clock.today(shell.actor.zone);
    let (card, _, metrics) = load(&mut tenant.begin().await?, id).await?;
    Ok(Answer::Page(Show::new(shell, today, card, metrics)))
}

pub async fn rename(
    tenant: Tenant,
    clock: Clock,
    shell: Shell,
    Path(id): Path<Uuid>,
    Form(mut form, once): Form<CardForm>,
) -> Result<Answer<Show>> {
    let today = clock.today(shell.actor.zone);
    let mut db = tenant.begin_once(once).await?;
    hold_company(&mut db).await?;
    let (card, cards, metrics) = load(&mut db, id).await?;
    let errors = match form.check(Some(card.id), &cards) {
        Err(errors) => errors,
        Ok((name, role)) => {
            if store::rename(&mut db, &card, (&name, role), form.row_version).await? {
                let location = db.commit_to(format!("/setup/cards/{id}")).await?;
                return Ok(Answer::saying(location, format!("Сохранено: {name}, {}", role.name())));
            }
            form.row_version = card.row_version;
            let editor = last_editor(&mut db, id).await?;
            FieldErrors::one("form", overtaken(editor.as_ref(), shell.actor.zone, &summary(&card)))
        }
    };
    let mut page = Show::new(shell, today, card, metrics);
    (page.forms.name, page.forms.errors) = (form, errors);
    Ok(Answer::Refused(page))
}

#[derive(Debug, Deserialize)]
pub struct Visibility {
    hidden: bool,
    #[serde(default)]
    row_version: i32,
}

pub async fn set_visibility(
    tenant: Tenant,
    clock: Clock,
    shell: Shell,
    Path(id): Path<Uuid>,
    Form(form, once): Form<Visibility>,
) -> Result<Answer<Show>> {
    let today = clock.today(shell.actor.zone);
    let mut db = tenant.begin_once(once).await?;
    let (card, _, metrics) = load(&mut db, id).await?;
    if !store::hide(&mut db, card.id, form.hidden, form.row_version).await? {
        return told(&mut db, shell, today, (card, metrics)).await;
    }
    let location = db.commit_to("/setup/cards").await?;
    let said = if form.hidden {
        "Карта больше не действует, её версии сохранены"
    } else {
        "Карта снова действует"
    };
    Ok(Answer::saying(location, format!("{said}: {}", card.name)))
}
