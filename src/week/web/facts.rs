use super::{Asked, desk};
use crate::actual;
use crate::db::Tenant;
use crate::form::FieldErrors;
use crate::values::russian::counted;
use crate::web::{Answer, Form, Path, Query, Result, Shell};
use crate::week::correction::FactsForm;
use crate::week::desk::{Desk, Step};
use crate::week::views::FactsPage;
use crate::week::views::Head;

pub(super) fn page(shell: Shell, desk: Desk, form: FactsForm, errors: FieldErrors) -> FactsPage {
    let head = Head::new(&shell, &desk, Some(Step::Facts));
    FactsPage { shell, head, desk, form, errors, refused: None }
}

pub async fn show(
    tenant: Tenant,
    shell: Shell,
    Path(starts_on): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Answer<FactsPage>> {
    let department = asked.run_by(&shell.actor)?;
    let mut db = tenant.begin_page().await?;
    let desk = desk(&mut db, &starts_on, Some(department)).await?;
    Ok(Answer::Page(page(shell, desk, FactsForm::default(), FieldErrors::default())))
}

pub async fn correct(
    tenant: Tenant,
    shell: Shell,
    Path(starts_on): Path<String>,
    Query(asked): Query<Asked>,
    Form(form, once): Form<FactsForm>,
) -> Result<Answer<FactsPage>> {
    let department = asked.run_by(&shell.actor)?;
    let mut db = tenant.begin_once(once).await?;
    actual::wait_for_writers(&mut db).await?;
    let desk = desk(&mut db, &starts_on, Some(department)).await?;
    let errors = match form.check(&desk.evidence) {
        Ok(entries) => {
            let recorded = actual::record(&mut db, &entries).await?;
            let head = Head::new(&shell, &desk, Some(Step::Facts));
            let location = db.commit_to(head.link(desk.evidence.part, "/facts")).await?;
            return Ok(Answer::saying(location, said(&recorded)));
        }
        Err(errors) => errors,
    };
    Ok(Answer::Refused(page(shell, desk, form, errors)))
}

/// «Исправлено: 2 дня. Исходные цифры видны рядом.»
pub(super) fn said(recorded: &actual::Recorded) -> String {
    let days = recorded.added + recorded.replaced;
    match i64::try_from(days) {
        Ok(0) => "Числа прежние: исправлять нечего.".into(),
        days => {
            let days = counted(days.unwrap_or(i64::MAX), "число", "числа", "чисел");
            format!("Исправлено {days}. Исходные цифры видны рядом.")
        }
    }
}
