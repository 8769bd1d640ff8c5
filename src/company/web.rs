use chrono::NaiveDate;
use uuid::Uuid;

use super::department::{Department, DepartmentForm};
use super::dismissal::DismissalForm;
use super::member::{Member, MemberForm};
use super::store::{self, Saved};
use super::views::{Person, Team};
use crate::clock::Clock;
use crate::db::{Tenant, TenantTx, last_editor};
use crate::form::FieldErrors;
use crate::values::russian::numeric_date;
use crate::web::{Answer, Error, Form, Path, Result, Shell, overtaken};

const ID_TAKEN: &str = "Этот внешний номер уже у другого человека";

pub async fn index(tenant: Tenant, clock: Clock, shell: Shell) -> Result<Answer<Team>> {
    let today = clock.today(shell.actor.zone);
    let mut db = tenant.begin().await?;
    let (form, errors) = (DepartmentForm::default(), FieldErrors::default());
    Ok(Answer::Page(people(&mut db, shell, today, form, errors).await?))
}

async fn people(
    db: &mut TenantTx,
    shell: Shell,
    today: NaiveDate,
    form: DepartmentForm,
    errors: FieldErrors,
) -> Result<Team> {
    let (mut people, departments) = load(db, today).await?;
    let scope = shell.actor.scope();
    people.retain(|person| person.is_within(&scope));
    Ok(Team { shell, today, people, departments, form, errors })
}

async fn load(db: &mut TenantTx, today: NaiveDate) -> Result<(Vec<Member>, Vec<Department>)> {
    Ok((store::members(db, today).await?, store::departments(db).await?))
}

fn find(people: &[Member], id: Uuid) -> Result<Member> {
    people.iter().find(|person| person.id.0 == id).cloned().ok_or(Error::NotFound)
}

pub async fn new(tenant: Tenant, clock: Clock, shell: Shell) -> Result<Answer<Person>> {
    let today = clock.today(shell.actor.zone);
    let departments = store::departments(&mut tenant.begin().await?).await?;
    let form = MemberForm::blank(&departments, today);
    Ok(Answer::Page(Person::new(shell, None, departments, form, FieldErrors::default(), today)))
}

pub async fn create(
    tenant: Tenant,
    clock: Clock,
    shell: Shell,
    Form(form, once): Form<MemberForm>,
) -> Result<Answer<Person>> {
    let today = clock.today(shell.actor.zone);
    let mut db = tenant.begin_once(once).await?;
    let (people, departments) = load(&mut db, today).await?;
    let errors = match form.check(None, &people, &departments, today) {
        Err(errors) => errors,
        Ok(draft) => match store::add(&mut db, &draft).await? {
            Saved::As(_) => {
                let location = db.commit_to("/people").await?;
                return Ok(Answer::saying(location, format!("Добавлено: {}", draft.name)));
            }
            Saved::ExternalIdTaken | Saved::Overtaken => FieldErrors::one("external_id", ID_TAKEN),
        },
    };
    Ok(Answer::Refused(Person::new(shell, None, departments, form, errors, today)))
}

pub async fn edit(
    tenant: Tenant,
    clock: Clock,
    shell: Shell,
    Path(id): Path<Uuid>,
) -> Result<Answer<Person>> {
    let today = clock.today(shell.actor.zone);
    let (people, departments) = load(&mut tenant.begin().await?, today).await?;
    let member = find(&people, id)?;
    let (form, errors) = (MemberForm::of(&member, today), FieldErrors::default());
    Ok(Answer::Page(Person::new(shell, Some(member), departments, form, errors, today)))
}

pub async fn update(
    tenant: Tenant,
    clock: Clock,
    shell: Shell,
    Path(id): Path<Uuid>,
    Form(mut form, once): Form<MemberForm>,
) -> Result<Answer<Person>> {
    let today = clock.today(shell.actor.zone);
    let mut db = tenant.begin_once(once).await?;
    let (people, departments) = load(&mut db, today).await?;
    let member = find(&people, id)?;
    let errors = match form.check(Some(member.id), &people, &departments, today) {
        Err(errors) => errors,
        Ok(draft) => match store::save(&mut db, &member, &draft, form.row_version).await? {
            Saved::As(_) => {
                let location = db.commit_to("/people").await?;
                return Ok(Answer::saying(location, format!("Сохранено: {}", draft.name)));
            }
            Saved::ExternalIdTaken => FieldErrors::one("external_id", ID_TAKEN),
            Saved::Overtaken => {
                form.row_version = member.row_version;
                told(&mut db, &shell, &member).await?
            }
        },
    };
    Ok(Answer::Refused(Person::new(shell, Some(member), departments, form, errors, today)))
}

pub async fn dismiss(
    tenant: Tenant,
    clock: Clock,
    shell: Shell,
    Path(id): Path<Uuid>,
    Form(form, once): Form<DismissalForm>,
) -> Result<Answer<Person>> {
    let today = clock.today(shell.actor.zone);
    let mut db = tenant.begin_once(once).await?;
    let (people, departments) = load(&mut db, today).await?;
    let member = find(&people, id)?;
    let errors = match form.check(&member, (shell.actor.member, shell.actor.role), today) {
        Err(errors) => errors,
        Ok(day) => {
            if store::dismiss(&mut db, &member, Some(day), form.row_version).await? {
                let location = db.commit_to("/people").await?;
                let said = format!("{} не работает с {}", member.name, numeric_date(day));
                return Ok(Answer::saying(location, said));
            }
            told(&mut db, &shell, &member).await?
        }
    };
    let mut page =
        Person::new(shell, None, departments, MemberForm::of(&member, today), errors, today);
    (page.dismissal, page.member) = (form, Some(member));
    Ok(Answer::Refused(page))
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
    let (people, departments) = load(&mut db, today).await?;
    let member = find(&people, id)?;
    if store::dismiss(&mut db, &member, None, form.row_version).await? {
        let location = db.commit_to("/people").await?;
        return Ok(Answer::saying(location, format!("Снова работает: {}", member.name)));
    }
    let errors = told(&mut db, &shell, &member).await?;
    let form = MemberForm::of(&member, today);
    Ok(Answer::Refused(Person::new(shell, Some(member), departments, form, errors, today)))
}

pub async fn create_department(
    tenant: Tenant,
    clock: Clock,
    shell: Shell,
    Form(form, once): Form<DepartmentForm>,
) -> Result<Answer<Team>> {
    let today = clock.today(shell.actor.zone);
    let mut db = tenant.begin_once(once).await?;
    match form.check(&store::departments(&mut db).await?) {
        Ok(name) => {
            store::add_department(&mut db, &name).await?;
            let location = db.commit_to("/people").await?;
            Ok(Answer::saying(location, format!("Отдел добавлен: {name}")))
        }
        Err(errors) => Ok(Answer::Refused(people(&mut db, shell, today, form, errors).await?)),
    }
}

/// What the second of two editors is told.
async fn told(db: &mut TenantTx, shell: &Shell, member: &Member) -> Result<FieldErrors> {
    let editor = last_editor(db, member.id.0).await?;
    let text = overtaken(editor.as_ref(), shell.actor.zone, &member.summary());
    Ok(FieldErrors::one("form", text))
}
