use chrono::NaiveDate;

use super::load;
use crate::clock::Clock;
use crate::company::department::{DepartmentForm, in_use};
use crate::company::member::MemberForm;
use crate::company::store::{self, Saved};
use crate::company::views::{NewPerson, Team};
use crate::db::{Tenant, TenantTx};
use crate::form::FieldErrors;
use crate::invitation;
use crate::web::{Answer, Form, Result, Shell};

pub const ID_TAKEN: &str = "Этот внешний номер уже у другого человека";

pub async fn index(tenant: Tenant, clock: Clock, shell: Shell) -> Result<Answer<Team>> {
    let today = clock.today(shell.actor.zone);
    let mut db = tenant.begin().await?;
    let (form, errors) = (DepartmentForm::default(), FieldErrors::default());
    Ok(Answer::Page(team(&mut db, shell, today, form, errors).await?))
}

async fn team(
    db: &mut TenantTx,
    shell: Shell,
    today: NaiveDate,
    form: DepartmentForm,
    errors: FieldErrors,
) -> Result<Team> {
    let (people, departments) = load(db, today).await?;
    let invitations = invitation::waiting(db, &shell.actor, today).await?;
    Ok(Team { shell, now: db.now(), today, people, departments, invitations, form, errors })
}

pub async fn new(tenant: Tenant, clock: Clock, shell: Shell) -> Result<Answer<NewPerson>> {
    let departments = store::departments(&mut tenant.begin().await?).await?;
    let form = MemberForm::blank(&departments, clock.today(shell.actor.zone));
    Ok(Answer::Page(NewPerson { shell, departments, form, errors: FieldErrors::default() }))
}

pub async fn create(
    tenant: Tenant,
    clock: Clock,
    shell: Shell,
    Form(form, once): Form<MemberForm>,
) -> Result<Answer<NewPerson>> {
    let today = clock.today(shell.actor.zone);
    let mut db = tenant.begin_once(once).await?;
    let (people, departments) = load(&mut db, today).await?;
    let departments = in_use(&departments);
    let errors = match form.check_new(&people, &departments, today) {
        Err(errors) => errors,
        Ok(draft) => match store::add(&mut db, &draft).await? {
            Saved::As(_) => {
                let location = db.commit_to("/people").await?;
                return Ok(Answer::saying(location, format!("Добавлено: {}", draft.name)));
            }
            Saved::ExternalIdTaken | Saved::Overtaken => FieldErrors::one("external_id", ID_TAKEN),
        },
    };
    Ok(Answer::Refused(NewPerson { shell, departments, form, errors }))
}

pub async fn create_department(
    tenant: Tenant,
    clock: Clock,
    shell: Shell,
    Form(form, once): Form<DepartmentForm>,
) -> Result<Answer<Team>> {
    let today = clock.today(shell.actor.zone);
    let mut db = tenant.begin_once(once).await?;
    match form.check(None, &store::departments_now(&mut db, today).await?) {
        Ok(name) => {
            let id = store::add_department(&mut db, &name).await?;
            let location = db.commit_to(format!("/people/departments/{id}")).await?;
            Ok(Answer::saying(location, format!("Отдел добавлен: {name}. Кто им руководит?")))
        }
        Err(errors) => Ok(Answer::Refused(team(&mut db, shell, today, form, errors).await?)),
    }
}
