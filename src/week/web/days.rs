use super::facts::said;
use super::{Asked, desk};
use crate::actual;
use crate::db::Tenant;
use crate::form::FieldErrors;
use crate::values::MemberId;
use crate::web::{Answer, Error, Form, Path, Query, Result, Shell};
use crate::week::correction::FactsForm;
use crate::week::desk::Desk;
use crate::week::views::{Days, Head};

/// `Err`: the person is not on this week.
fn page(
    shell: Shell,
    desk: Desk,
    person: MemberId,
    form: FactsForm,
    errors: FieldErrors,
) -> Result<Days> {
    let row = desk.sheet.row(person).filter(|row| !row.person.id.is_nobody());
    let row = row.ok_or(Error::NotFound)?;
    let (person, head) = (row.person.clone(), Head::new(&shell, &desk, None));
    Ok(Days { shell, head, desk, person, form, errors })
}

pub async fn show(
    tenant: Tenant,
    shell: Shell,
    Path(starts_on): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Answer<Days>> {
    let (department, person) = (asked.seen_by(&shell.actor)?, asked.person()?);
    let mut db = tenant.begin().await?;
    let desk = desk(&mut db, &starts_on, department).await?;
    page(shell, desk, person, FactsForm::default(), FieldErrors::default()).map(Answer::Page)
}

pub async fn correct(
    tenant: Tenant,
    shell: Shell,
    Path(starts_on): Path<String>,
    Query(asked): Query<Asked>,
    Form(form, once): Form<FactsForm>,
) -> Result<Answer<Days>> {
    let (department, person) = (asked.run_by(&shell.actor)?, asked.person()?);
    let mut db = tenant.begin_once(once).await?;
    actual::wait_for_writers(&mut db).await?;
    let desk = desk(&mut db, &starts_on, Some(department)).await?;
    desk.sheet.row(person).ok_or(Error::NotFound)?;
    let errors = match form.check(&desk.evidence) {
        Ok(entries) => {
            let recorded = actual::record(&mut db, &entries).await?;
            let page = page(shell, desk, person, form, FieldErrors::default())?;
            let location = db.commit_to(page.address()).await?;
            return Ok(Answer::saying(location, said(&recorded)));
        }
        Err(errors) => errors,
    };
    page(shell, desk, person, form, errors).map(Answer::Refused)
}
