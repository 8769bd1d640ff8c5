use super::{Asked, desk};
use crate::db::{Editor, Tenant};
use crate::form::FieldErrors;
use crate::plan::{NewWeek, hold_departments, set_week};
use crate::web::{Answer, Form, Path, Query, Result, Shell, overtaken};
use crate::week::ahead::{Ahead, AheadForm};
use crate::week::desk::{Desk, Step};
use crate::week::views::{Head, PlanPage};

fn page(shell: Shell, desk: Desk, form: AheadForm, errors: FieldErrors) -> PlanPage {
    let head = Head::new(&shell, &desk, Some(Step::Plan));
    PlanPage { shell, head, desk, form, errors, is_overtaken: false }
}

pub async fn show(
    tenant: Tenant,
    shell: Shell,
    Path(starts_on): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Answer<PlanPage>> {
    let department = asked.run_by(&shell.actor)?;
    let mut db = tenant.begin_page().await?;
    let desk = desk(&mut db, &starts_on, Some(department)).await?;
    Ok(Answer::Page(page(shell, desk, AheadForm::default(), FieldErrors::default())))
}

pub async fn set(
    tenant: Tenant,
    shell: Shell,
    Path(starts_on): Path<String>,
    Query(asked): Query<Asked>,
    Form(form, once): Form<AheadForm>,
) -> Result<Answer<PlanPage>> {
    let department = asked.run_by(&shell.actor)?;
    let mut db = tenant.begin_once(once).await?;
    hold_departments(&mut db).await?;
    let desk = desk(&mut db, &starts_on, Some(department)).await?;
    let first = form.overtaken(&desk.ahead).map(|ahead| told(ahead, &shell));
    let is_overtaken = first.is_some();
    let checked = match first {
        Some(text) => Err(FieldErrors::one("form", text)),
        None => form.check_all(&desk.ahead),
    };
    let errors = match checked {
        Ok(weeks) => {
            for week in &weeks {
                set_week(&mut db, week).await?;
            }
            let head = Head::new(&shell, &desk, Some(Step::Plan));
            let location = db.commit_to(head.link(desk.evidence.part, "/plan")).await?;
            return Ok(Answer::saying(location, said(&desk, &weeks)));
        }
        Err(errors) => errors,
    };
    let page = page(shell, desk, form, errors);
    Ok(Answer::Refused(PlanPage { is_overtaken, ..page }))
}

/// What the second of two who plan is told.
fn told(ahead: &Ahead, shell: &Shell) -> String {
    let set = ahead.set.as_ref();
    let editor = set.map(|set| Editor { name: set.by_name.clone(), at: set.at });
    let now = format!(
        "план недели, версия {}. Нынешние числа — под ячейками, где они другие",
        ahead.no()
    );
    overtaken(editor.as_ref(), shell.actor.zone, &now)
}

fn said(desk: &Desk, weeks: &[NewWeek]) -> String {
    if weeks.is_empty() {
        return "Числа прежние, план недели не изменился".into();
    }
    format!("План на {} поставлен", crate::week::views::ahead(desk))
}
