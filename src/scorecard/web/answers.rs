use uuid::Uuid;

use super::{load, told};
use crate::clock::Clock;
use crate::db::{Tenant, hold_company};
use crate::form::{FieldErrors, Typed};
use crate::scorecard::store;
use crate::scorecard::views::Show;
use crate::values::russian::full_date;
use crate::web::{Answer, Form, Path, Result, Shell};

/// A card put aside is not changed before it is taken back.
pub(super) const OUT_OF_USE: &str =
    "Карта больше не действует. Сначала верните её на странице карты";

pub async fn approve(
    tenant: Tenant,
    clock: Clock,
    shell: Shell,
    Path(id): Path<Uuid>,
    Form(form, once): Form<Typed>,
) -> Result<Answer<Show>> {
    let today = clock.today(shell.actor.zone);
    let mut db = tenant.begin_once(once).await?;
    hold_company(&mut db).await?;
    let (card, _, metrics) = load(&mut db, id).await?;
    let Some(open) = card.open().cloned().filter(|open| open.id.to_string() == form.get("version"))
    else {
        return told(&mut db, shell, today, (card, metrics)).await;
    };
    let mut errors = FieldErrors::default();
    let effective_on = errors.day_from("effective_on", form.get("effective_on"), today);
    if card.is_hidden {
        errors.add("form", OUT_OF_USE);
    }
    if errors.is_empty() {
        if !store::approve(&mut db, &card, &open, effective_on, form.row_version()).await? {
            return told(&mut db, shell, today, (card, metrics)).await;
        }
        let location = db.commit_to(format!("/setup/cards/{id}")).await?;
        let since = full_date(effective_on);
        return Ok(Answer::saying(
            location,
            format!("Утверждено, действует с {since}: {}", card.name),
        ));
    }
    let mut page = Show::new(shell, today, card, metrics);
    (page.forms.answer, page.forms.errors) = (form, errors);
    Ok(Answer::Refused(page))
}

pub async fn give_back(
    tenant: Tenant,
    clock: Clock,
    shell: Shell,
    Path(id): Path<Uuid>,
    Form(mut form, once): Form<Typed>,
) -> Result<Answer<Show>> {
    let today = clock.today(shell.actor.zone);
    let mut db = tenant.begin_once(once).await?;
    hold_company(&mut db).await?;
    let (card, _, metrics) = load(&mut db, id).await?;
    let Some(open) = card.open().cloned().filter(|open| open.id.to_string() == form.get("version"))
    else {
        return told(&mut db, shell, today, (card, metrics)).await;
    };
    let mut errors = FieldErrors::default();
    let answer = errors.required_text("answer", form.get("answer"));
    if errors.is_empty() {
        if !store::give_back(&mut db, &card, &open, &answer, form.row_version()).await? {
            return told(&mut db, shell, today, (card, metrics)).await;
        }
        let location = db.commit_to(format!("/setup/cards/{id}")).await?;
        return Ok(Answer::saying(location, format!("Возвращено с причиной: {}", card.name)));
    }
    let mut page = Show::new(shell, today, card, metrics);
    form.set("effective_on", page.forms.answer.get("effective_on").to_owned());
    (page.forms.answer, page.forms.errors) = (form, errors);
    Ok(Answer::Refused(page))
}
