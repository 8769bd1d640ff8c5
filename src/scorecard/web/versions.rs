use uuid::Uuid;

use super::answers::OUT_OF_USE;
use super::load;
use crate::access::Permission;
use crate::clock::Clock;
use crate::db::{Tenant, hold_company, last_editor};
use crate::form::{FieldErrors, Typed};
use crate::scorecard::draft::{check, typed};
use crate::scorecard::store;
use crate::scorecard::views::{Change, summary};
use crate::values::russian::full_date;
use crate::web::{Answer, Form, Path, Result, Shell, overtaken};

pub async fn change(
    tenant: Tenant,
    clock: Clock,
    shell: Shell,
    Path(id): Path<Uuid>,
) -> Result<Answer<Change>> {
    let today = clock.today(shell.actor.zone);
    let (card, _, metrics) = load(&mut tenant.begin().await?, id).await?;
    let form = typed(&card, today);
    Ok(Answer::Page(Change { shell, card, metrics, form, errors: FieldErrors::default() }))
}

pub async fn propose(
    tenant: Tenant,
    clock: Clock,
    shell: Shell,
    Path(id): Path<Uuid>,
    Form(mut form, once): Form<Typed>,
) -> Result<Answer<Change>> {
    let today = clock.today(shell.actor.zone);
    let mut db = tenant.begin_once(once).await?;
    hold_company(&mut db).await?;
    let (card, _, metrics) = load(&mut db, id).await?;
    let errors = match check(&form, &card, &metrics, today) {
        Err(errors) => errors,
        Ok(_) if card.is_hidden => FieldErrors::one("form", OUT_OF_USE),
        Ok(_) if form.get("base") != card.last_no().to_string() => {
            let editor = last_editor(&mut db, id).await?;
            form.set("base", card.last_no().to_string());
            FieldErrors::one("form", overtaken(editor.as_ref(), shell.actor.zone, &summary(&card)))
        }
        Ok(new) => {
            let is_approved = shell.may(Permission::CardsApprove);
            store::add_version(&mut db, &card, &new, is_approved).await?;
            let location = db.commit_to(format!("/setup/cards/{id}")).await?;
            let said = if is_approved {
                "Утверждено, действует"
            } else {
                "Предложено собственнику, начало"
            };
            let since = full_date(new.effective_on);
            return Ok(Answer::saying(location, format!("{said} с {since}: {}", card.name)));
        }
    };
    Ok(Answer::Refused(Change { shell, card, metrics, form, errors }))
}
