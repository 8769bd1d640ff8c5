use chrono::NaiveDate;
use serde::Deserialize;
use uuid::Uuid;

use crate::access::Role;
use crate::clock::Clock;
use crate::company;
use crate::db::{Tenant, TenantTx, hold_company, last_editor};
use crate::form::{FieldErrors, Typed};
use crate::rhythm::ritual::Ritual;
use crate::rhythm::rule::{blank, check, typed};
use crate::rhythm::store;
use crate::rhythm::views::{OneRitual, Rhythm, summary};
use crate::values::russian::full_date;
use crate::web::{Answer, Error, Form, Path, Result, Shell, outpaced, overtaken};

pub async fn index(tenant: Tenant, clock: Clock, shell: Shell) -> Result<Answer<Rhythm>> {
    let today = clock.today(shell.actor.zone);
    let page = page(&mut tenant.begin().await?, shell, today).await?;
    Ok(Answer::Page(page))
}

async fn page(db: &mut TenantTx, shell: Shell, today: NaiveDate) -> Result<Rhythm> {
    let rituals = store::rituals(db).await?;
    let people = company::members(db, today).await?;
    let managers =
        people.iter().filter(|one| one.role == Role::Manager && !one.is_dismissed(today));
    let managers = u32::try_from(managers.count()).unwrap_or(u32::MAX);
    Ok(Rhythm { shell, today, rituals, managers, errors: FieldErrors::default() })
}

pub async fn new(clock: Clock, shell: Shell) -> Result<Answer<OneRitual>> {
    let today = clock.today(shell.actor.zone);
    let (form, errors) = (blank(today), FieldErrors::default());
    Ok(Answer::Page(OneRitual { shell, today, ritual: None, form, errors }))
}

pub async fn create(
    tenant: Tenant,
    clock: Clock,
    shell: Shell,
    Form(form, once): Form<Typed>,
) -> Result<Answer<OneRitual>> {
    let today = clock.today(shell.actor.zone);
    let mut db = tenant.begin_once(once).await?;
    hold_company(&mut db).await?;
    let all = store::rituals(&mut db).await?;
    match check(&form, None, &all, today) {
        Err(errors) => Ok(Answer::Refused(OneRitual { shell, today, ritual: None, form, errors })),
        Ok((name, rule)) => {
            store::add_ritual(&mut db, &name, &rule).await?;
            let location = db.commit_to("/setup/rhythm").await?;
            Ok(Answer::saying(location, format!("Добавлено: {name}, {}", rule.words())))
        }
    }
}

async fn load(db: &mut TenantTx, id: Uuid) -> Result<(Ritual, Vec<Ritual>)> {
    let all = store::rituals(db).await?;
    let ritual = all.iter().find(|ritual| ritual.id.0 == id).cloned().ok_or(Error::NotFound)?;
    Ok((ritual, all))
}

pub async fn show(
    tenant: Tenant,
    clock: Clock,
    shell: Shell,
    Path(id): Path<Uuid>,
) -> Result<Answer<OneRitual>> {
    let today = clock.today(shell.actor.zone);
    let (ritual, _) = load(&mut tenant.begin().await?, id).await?;
    let (form, errors) = (typed(&ritual, today), FieldErrors::default());
    Ok(Answer::Page(OneRitual { shell, today, ritual: Some(ritual), form, errors }))
}

pub async fn update(
    tenant: Tenant,
    clock: Clock,
    shell: Shell,
    Path(id): Path<Uuid>,
    Form(mut form, once): Form<Typed>,
) -> Result<Answer<OneRitual>> {
    let today = clock.today(shell.actor.zone);
    let mut db = tenant.begin_once(once).await?;
    hold_company(&mut db).await?;
    let (ritual, all) = load(&mut db, id).await?;
    let errors = match check(&form, Some(ritual.id), &all, today) {
        Err(errors) => errors,
        Ok((name, rule)) => {
            if store::save_ritual(&mut db, &ritual, (&name, &rule), form.row_version()).await? {
                let location = db.commit_to("/setup/rhythm").await?;
                let since = full_date(rule.from_on);
                return Ok(Answer::saying(
                    location,
                    format!("{name}: с {since} — {}", rule.words()),
                ));
            }
            form.set("row_version", ritual.row_version.to_string());
            let editor = last_editor(&mut db, id).await?;
            let now = summary(&ritual, today);
            FieldErrors::one("form", overtaken(editor.as_ref(), shell.actor.zone, &now))
        }
    };
    Ok(Answer::Refused(OneRitual { shell, today, ritual: Some(ritual), form, errors }))
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
) -> Result<Answer<Rhythm>> {
    let today = clock.today(shell.actor.zone);
    let mut db = tenant.begin_once(once).await?;
    let (ritual, _) = load(&mut db, id).await?;
    if !store::hide_ritual(&mut db, ritual.id, form.hidden, form.row_version).await? {
        let editor = last_editor(&mut db, id).await?;
        let text = outpaced(editor.as_ref(), shell.actor.zone, &summary(&ritual, today));
        let mut page = page(&mut db, shell, today).await?;
        page.errors = FieldErrors::one("form", text);
        return Ok(Answer::Refused(page));
    }
    let location = db.commit_to("/setup/rhythm").await?;
    let said = if form.hidden {
        "Выключено, записи о проведённом остаются"
    } else {
        "Включено"
    };
    Ok(Answer::saying(location, format!("{said}: {}", ritual.name)))
}
