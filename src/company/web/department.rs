use chrono::NaiveDate;
use serde::Deserialize;
use uuid::Uuid;

use super::{load, told};
use crate::clock::Clock;
use crate::company::department::{DepartmentForm, DepartmentNow};
use crate::company::headship::HeadForm;
use crate::company::store;
use crate::company::views::OneDepartment;
use crate::db::{Tenant, TenantTx};
use crate::form::FieldErrors;
use crate::values::russian::{listed, numeric_date};
use crate::web::{Answer, Error, Form, Path, Result, Shell};

/// A form that changes a state by its button alone.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct StateForm {
    row_version: i32,
}

pub async fn show(
    tenant: Tenant,
    clock: Clock,
    shell: Shell,
    Path(id): Path<Uuid>,
) -> Result<Answer<OneDepartment>> {
    let today = clock.today(shell.actor.zone);
    let (page, _) = page(&mut tenant.begin().await?, shell, id, today).await?;
    Ok(Answer::Page(page))
}

/// The page with its forms as they are when nobody has typed, and all departments.
async fn page(
    db: &mut TenantTx,
    shell: Shell,
    id: Uuid,
    today: NaiveDate,
) -> Result<(OneDepartment, Vec<DepartmentNow>)> {
    let (people, departments) = load(db, today).await?;
    let department = departments.iter().find(|one| one.id.0 == id).cloned();
    let department = department.ok_or(Error::NotFound)?;
    let history = store::headships(db, department.id).await?;
    let page = OneDepartment {
        form: DepartmentForm::of(&department),
        head: HeadForm { row_version: department.row_version, ..HeadForm::blank(today) },
        errors: FieldErrors::default(),
        shell,
        today,
        department,
        people,
        history,
    };
    Ok((page, departments))
}

async fn overtaken(db: &mut TenantTx, mut page: OneDepartment) -> Result<Answer<OneDepartment>> {
    let department = &page.department;
    page.errors = told(db, &page.shell, department.id.0, &page.summary()).await?;
    (page.form.row_version, page.head.row_version) =
        (department.row_version, department.row_version);
    Ok(Answer::Refused(page))
}

pub async fn rename(
    tenant: Tenant,
    clock: Clock,
    shell: Shell,
    Path(id): Path<Uuid>,
    Form(form, once): Form<DepartmentForm>,
) -> Result<Answer<OneDepartment>> {
    let today = clock.today(shell.actor.zone);
    let mut db = tenant.begin_once(once).await?;
    let (mut page, known) = page(&mut db, shell, id, today).await?;
    let checked = form.check(Some(page.department.id), &known);
    page.form = form;
    match checked {
        Err(errors) => page.errors = errors,
        Ok(name) => {
            let version = page.form.row_version;
            if !store::rename_department(&mut db, &page.department, &name, version).await? {
                return overtaken(&mut db, page).await;
            }
            let location = db.commit_to(format!("/people/departments/{id}")).await?;
            return Ok(Answer::saying(location, format!("Теперь отдел называется «{name}»")));
        }
    }
    Ok(Answer::Refused(page))
}

pub async fn appoint(
    tenant: Tenant,
    clock: Clock,
    shell: Shell,
    Path(id): Path<Uuid>,
    Form(form, once): Form<HeadForm>,
) -> Result<Answer<OneDepartment>> {
    let today = clock.today(shell.actor.zone);
    let mut db = tenant.begin_once(once).await?;
    let (mut page, _) = page(&mut db, shell, id, today).await?;
    let began = store::profile(&mut db).await?.tracking_from;
    let checked = form.check(&page.history, &page.people, (began, today));
    page.head = form;
    match checked {
        Err(errors) => page.errors = errors,
        Ok((day, head)) => {
            let version = page.head.row_version;
            if !store::change_head(&mut db, &page.department, (day, head), version).await? {
                return overtaken(&mut db, page).await;
            }
            let location = db.commit_to(format!("/people/departments/{id}")).await?;
            let who = head.map_or("руководителя нет".into(), |head| {
                format!("руководит {}", page.name(&head))
            });
            return Ok(Answer::saying(location, format!("С {}: {who}", numeric_date(day))));
        }
    }
    Ok(Answer::Refused(page))
}

pub async fn archive(
    tenant: Tenant,
    clock: Clock,
    shell: Shell,
    Path(id): Path<Uuid>,
    Form(form, once): Form<StateForm>,
) -> Result<Answer<OneDepartment>> {
    let today = clock.today(shell.actor.zone);
    let mut db = tenant.begin_once(once).await?;
    let (mut page, _) = page(&mut db, shell, id, today).await?;
    let (from, version) = (Some(today), form.row_version);
    if !store::archive_department(&mut db, &page.department, from, version).await? {
        return overtaken(&mut db, page).await;
    }
    let staying = store::who_stays(&mut db, page.department.id, today).await?;
    if !staying.is_empty() {
        let who = listed(&staying);
        page.errors = FieldErrors::one(
            "archive",
            format!("Сначала переведите людей и отзовите приглашения. Здесь: {who}"),
        );
        return Ok(Answer::Refused(page));
    }
    let location = db.commit_to("/people").await?;
    let said = format!("Отдел в архиве: {}. Его прошлое осталось", page.department.name);
    Ok(Answer::saying(location, said))
}

pub async fn restore(
    tenant: Tenant,
    clock: Clock,
    shell: Shell,
    Path(id): Path<Uuid>,
    Form(form, once): Form<StateForm>,
) -> Result<Answer<OneDepartment>> {
    let today = clock.today(shell.actor.zone);
    let mut db = tenant.begin_once(once).await?;
    let (page, _) = page(&mut db, shell, id, today).await?;
    if !store::archive_department(&mut db, &page.department, None, form.row_version).await? {
        return overtaken(&mut db, page).await;
    }
    let location = db.commit_to(format!("/people/departments/{id}")).await?;
    Ok(Answer::saying(location, format!("Отдел снова в работе: {}", page.department.name)))
}
