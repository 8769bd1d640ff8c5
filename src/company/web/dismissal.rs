use chrono::NaiveDate;
use uuid::Uuid;

use super::person::{overtaken, page};
use crate::clientele;
use crate::clock::Clock;
use crate::company::base_role::LAST_OWNER;
use crate::company::dismissal::DismissalForm;
use crate::company::store::{self, Kept};
use crate::company::views::Person;
use crate::db::Tenant;
use crate::form::FieldErrors;
use crate::values::MemberId;
use crate::values::russian::numeric_date;
use crate::web::{Answer, Form, Path, Result, Shell};

pub async fn dismiss(
    tenant: Tenant,
    clock: Clock,
    shell: Shell,
    Path(id): Path<Uuid>,
    Form(form, once): Form<DismissalForm>,
) -> Result<Answer<Person>> {
    let today = clock.today(shell.actor.zone);
    let mut db = tenant.begin_once(once).await?;
    let (mut page, _) = page(&mut db, shell, id, today).await?;
    let by = (page.shell.actor.member, page.shell.actor.role);
    let day = form.check(&page.member, by, today);
    let heir = form.heir(!page.clients.is_empty(), &page.heirs);
    let checked = day.and_then(|day| Ok((day, heir?)));
    page.dismissal = form;
    page.errors = match checked {
        Err(errors) => errors,
        Ok((day, heir)) => {
            let version = page.dismissal.row_version;
            match store::dismiss(&mut db, &page.member, Some(day), version).await? {
                Kept::Done => {
                    if let Some(heir) = heir {
                        let both = (page.member.id, heir);
                        clientele::hand_over(&mut db, &page.clients, both, day).await?;
                    }
                    let location = db.commit_to("/people").await?;
                    return Ok(Answer::saying(location, said(&page, day, heir)));
                }
                Kept::Overtaken => return overtaken(&mut db, page).await,
                Kept::LastOwner => FieldErrors::one("day", LAST_OWNER),
            }
        }
    };
    Ok(Answer::Refused(page))
}

fn said(page: &Person, day: NaiveDate, heir: Option<MemberId>) -> String {
    let gone = format!("{} не работает с {}", page.member.name, numeric_date(day));
    match page.heirs.iter().find(|(id, _)| Some(*id) == heir) {
        Some((_, name)) => format!("{gone}, клиентов ведёт {name}"),
        None => gone,
    }
}

pub async fn take_back(
    tenant: Tenant,
    clock: Clock,
    shell: Shell,
    Path(id): Path<Uuid>,
    Form(form, once): Form<DismissalForm>,
) -> Result<Answer<Person>> {
    let today = clock.today(shell.actor.zone);
    let mut db = tenant.begin_once(once).await?;
    let (page, _) = page(&mut db, shell, id, today).await?;
    if store::dismiss(&mut db, &page.member, None, form.row_version).await? != Kept::Done {
        return overtaken(&mut db, page).await;
    }
    let location = db.commit_to("/people").await?;
    Ok(Answer::saying(location, format!("Снова работает: {}", page.member.name)))
}
