use uuid::Uuid;

use super::document::HandoverForm;
use super::store::{self, Written};
use super::views::{New, Shown};
use crate::clock::Clock;
use crate::db::{Login, Tenant, TenantTx};
use crate::form::FieldErrors;
use crate::web::{Answer, Error, Form, Path, Result, Shell};
use crate::{company, expert};

pub async fn latest(tenant: Tenant, clock: Clock, shell: Shell) -> Result<Answer<Shown>> {
    let mut db = tenant.begin().await?;
    let mut all = store::written(&mut db).await?;
    if !all.is_empty() {
        let latest = all.remove(0);
        return Ok(Answer::Page(of(shell, latest, all)));
    }
    let sections = store::set_up(&mut db, clock.today(shell.actor.zone)).await?;
    Ok(Answer::Page(Shown { shell, written: None, sections, others: all }))
}

pub async fn show(tenant: Tenant, shell: Shell, Path(id): Path<Uuid>) -> Result<Answer<Shown>> {
    let mut all = store::written(&mut tenant.begin().await?).await?;
    let at = all.iter().position(|one| one.id == id).ok_or(Error::NotFound)?;
    let one = all.remove(at);
    Ok(Answer::Page(of(shell, one, all)))
}

fn of(shell: Shell, one: Written, others: Vec<Written>) -> Shown {
    Shown { shell, sections: one.document.sections.clone(), written: Some(one), others }
}

pub async fn new(tenant: Tenant, login: Login, clock: Clock, shell: Shell) -> Result<Answer<New>> {
    let flags = flags(&login, clock, &shell).await?;
    let page = page(&mut tenant.begin().await?, clock, shell, flags).await?;
    Ok(Answer::Page(page))
}

/// What is wrong in the company by the expert's own list.
async fn flags(login: &Login, clock: Clock, shell: &Shell) -> Result<Vec<String>> {
    let actor = &shell.actor;
    let mut db = login.begin_as(actor.person).await?;
    let client = expert::client_of(&mut db, actor.person, actor.company).await?;
    let flags = client.map(|client| client.flags(clock.now())).unwrap_or_default();
    Ok(flags.into_iter().filter(|flag| flag.is_bad).map(|flag| flag.text).collect())
}

async fn page(db: &mut TenantTx, clock: Clock, shell: Shell, flags: Vec<String>) -> Result<New> {
    let sections = store::set_up(db, clock.today(shell.actor.zone)).await?;
    let (form, errors) = (HandoverForm::default(), FieldErrors::default());
    Ok(New { shell, sections, flags, form, errors })
}

/// Keeps the handover; with «last» the expert's time here ends in the same breath.
pub async fn write(
    tenant: Tenant,
    login: Login,
    clock: Clock,
    shell: Shell,
    Form(form, once): Form<HandoverForm>,
) -> Result<Answer<New>> {
    let flags = flags(&login, clock, &shell).await?;
    let mut db = tenant.begin_once(once).await?;
    let mut page = page(&mut db, clock, shell, flags).await?;
    let checked = form.check(page.sections.clone(), page.flags.clone());
    page.form = form;
    let is_last = page.form.is_last();
    match checked {
        Err(errors) => page.errors = errors,
        Ok(_) if is_last && page.shell.is_ownerless() => {
            page.errors = FieldErrors::one("form", NOBODY_ELSE);
        }
        Ok(document) => {
            store::add(&mut db, &document, is_last).await?;
            if is_last && !leave(&mut db, clock, &page.shell).await? {
                return Err(Error::Busy);
            }
            return saved(db, &page.shell, is_last).await;
        }
    }
    Ok(Answer::Refused(page))
}

const NOBODY_ELSE: &str = "У компании ещё нет собственника: если уйдёте вы, войти будет некому. Дождитесь, пока он примет \
    приглашение, — а передачу можно сохранить уже сейчас";

async fn saved(db: TenantTx, shell: &Shell, is_last: bool) -> Result<Answer<New>> {
    if is_last {
        let said =
            format!("Работа в «{}» завершена, передача осталась в компании", shell.company_name());
        return Ok(Answer::saying(db.commit_to("/clients").await?, said));
    }
    let location = db.commit_to("/setup/handover").await?;
    Ok(Answer::saying(location, "Передача записана"))
}

/// `false`: somebody changed the expert's row at this moment.
async fn leave(db: &mut TenantTx, clock: Clock, shell: &Shell) -> Result<bool> {
    let people = company::members(db, clock.today(shell.actor.zone)).await?;
    let me = people.iter().find(|one| one.id == shell.actor.member).ok_or(Error::NotFound)?;
    Ok(company::close_access(db, me, me.row_version).await?)
}
