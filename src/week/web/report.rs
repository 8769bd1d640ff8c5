use axum::extract::{Path, Query};
use serde::Deserialize;

use super::{Asked, desk};
use crate::closing::{self, Closure, Outcome, Span};
use crate::db::Tenant;
use crate::form::FieldErrors;
use crate::plan::hold_departments;
use crate::web::{Answer, Error, Form, Result, Shell};
use crate::week::desk::{Desk, Step};
use crate::week::views::{Head, Report};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Confirmation {
    /// What was seen when the button was pressed.
    sight: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Reopening {
    reason: String,
}

fn page(shell: Shell, desk: Desk, reason: String, errors: FieldErrors) -> Report {
    let head = Head::new(&shell, &desk, Some(Step::Report));
    Report { shell, head, desk, errors, reason }
}

pub async fn show(
    tenant: Tenant,
    shell: Shell,
    Path(starts_on): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Answer<Report>> {
    let department = asked.seen_by(&shell.actor)?;
    let mut db = tenant.begin().await?;
    let desk = desk(&mut db, &starts_on, department).await?;
    Ok(Answer::Page(page(shell, desk, String::new(), FieldErrors::default())))
}

/// Nobody writes while the week is looked at for the last time, so that what was seen is what closes.
pub async fn confirm(
    tenant: Tenant,
    shell: Shell,
    Path(starts_on): Path<String>,
    Query(asked): Query<Asked>,
    Form(form, once): Form<Confirmation>,
) -> Result<Answer<Report>> {
    let department = asked.run_by(&shell.actor)?;
    let mut db = tenant.begin_once(once).await?;
    hold_departments(&mut db).await?;
    let desk = desk(&mut db, &starts_on, Some(department)).await?;
    let head = Head::new(&shell, &desk, Some(Step::Report));
    let location = head.link(desk.evidence.part, "");
    if let Some(word) = desk.confirmation() {
        let said = first(word, &shell);
        return Ok(Answer::saying(db.commit_to(location).await?, said));
    }
    if let Some(why) = refusal(&desk, &form.sight, &shell) {
        let errors = FieldErrors::one("form", why);
        return Ok(Answer::Refused(page(shell, desk, String::new(), errors)));
    }
    let span = Span::Week(desk.evidence.part);
    let said = match closing::close(&mut db, Some(department), span).await? {
        Outcome::Done(_) => {
            format!("{} подтверждена. Собственник видит её на «Обзоре».", head.title)
        }
        Outcome::Overtaken(Some(word)) => first(&word, &shell),
        Outcome::Overtaken(None) => return Err(Error::NotFound),
    };
    Ok(Answer::saying(db.commit_to(location).await?, said))
}

/// «Неделю уже подтвердили: Соколова Е., 20 ноября в 16:40.»
fn first(word: &Closure, shell: &Shell) -> String {
    format!("Неделю уже подтвердили: {}.", word.signed(shell.actor.zone))
}

/// Why the week cannot be confirmed as it was seen.
fn refusal(desk: &Desk, sight: &str, shell: &Shell) -> Option<String> {
    if let Some(closed) = desk.evidence.closed() {
        return Some(format!("Подтверждать уже нечего: {}.", closed.why(shell.actor.zone)));
    }
    if !desk.missing().is_empty() {
        return Some("Пока не подтвердить: ниже видно, чего не хватает.".into());
    }
    let is_other = sight != desk.sight();
    is_other.then(|| {
        "Пока страница была открыта, в этой неделе что-то записали. Ничего не потеряно: числа ниже — уже новые. \
         Проверьте их и подтвердите ещё раз."
            .into()
    })
}

pub async fn reopen(
    tenant: Tenant,
    shell: Shell,
    Path(starts_on): Path<String>,
    Query(asked): Query<Asked>,
    Form(form, once): Form<Reopening>,
) -> Result<Answer<Report>> {
    let department = asked.seen_by(&shell.actor)?;
    let mut db = tenant.begin_once(once).await?;
    hold_departments(&mut db).await?;
    let desk = desk(&mut db, &starts_on, department).await?;
    let mut errors = FieldErrors::default();
    let reason = errors.required("reason", &form.reason);
    if !errors.is_empty() {
        return Ok(Answer::Refused(page(shell, desk, form.reason, errors)));
    }
    let head = Head::new(&shell, &desk, Some(Step::Report));
    let location = head.link(desk.evidence.part, "");
    let (id, span) = (desk.evidence.department.id, Span::Week(desk.evidence.part));
    let said = match closing::reopen(&mut db, Some(id), span, &reason).await? {
        Outcome::Done(_) => "Неделя открыта: РОП увидит причину и сможет её исправить.".into(),
        Outcome::Overtaken(Some(word)) => {
            format!("Неделя уже открыта: {}.", word.signed(shell.actor.zone))
        }
        Outcome::Overtaken(None) => "Эту неделю ещё никто не подтверждал.".into(),
    };
    Ok(Answer::saying(db.commit_to(location).await?, said))
}
