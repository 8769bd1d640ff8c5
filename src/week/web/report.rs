use serde::Deserialize;

use super::{Asked, desk};
use crate::closing::{self, Closure, Outcome, ReopeningForm, Span};
use crate::db::Tenant;
use crate::form::FieldErrors;
use crate::plan::hold_departments;
use crate::web::{Answer, Error, Form, Path, Query, Result, Shell};
use crate::week::desk::{Desk, Step};
use crate::week::views::{Head, Report};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Confirmation {
    /// What was seen when the button was pressed.
    sight: String,
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
    let mut db = tenant.begin_page().await?;
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
    Form(form, once): Form<ReopeningForm>,
) -> Result<Answer<Report>> {
    let department = asked.seen_by(&shell.actor)?;
    let mut db = tenant.begin_once(once).await?;
    hold_departments(&mut db).await?;
    let desk = desk(&mut db, &starts_on, department).await?;
    let checked = match desk.confirmation() {
        Some(word) if word.no != form.no => Err(FieldErrors::one("form", anew(word, &shell))),
        Some(_) => form.check(),
        None => {
            return Ok(Answer::saying(
                db.commit_to(way(&shell, &desk)).await?,
                opened(&desk, &shell),
            ));
        }
    };
    let reason = match checked {
        Ok(reason) => reason,
        Err(errors) => return Ok(Answer::Refused(page(shell, desk, form.reason, errors))),
    };
    let (id, span) = (desk.evidence.department.id, Span::Week(desk.evidence.part));
    closing::reopen(&mut db, Some(id), span, &reason).await?;
    let said = "Неделя открыта: РОП увидит причину и сможет её исправить.";
    Ok(Answer::saying(db.commit_to(way(&shell, &desk)).await?, said))
}

fn way(shell: &Shell, desk: &Desk) -> String {
    Head::new(shell, desk, Some(Step::Report)).link(desk.evidence.part, "")
}

/// What one is told who opens what is open.
fn opened(desk: &Desk, shell: &Shell) -> String {
    match desk.reopening() {
        Some((word, _)) => format!("Неделю уже открыли: {}.", word.signed(shell.actor.zone)),
        None => "Эту неделю РОП ещё не подтвердил: открывать нечего.".into(),
    }
}

/// What one is told who opens a week that was confirmed anew.
fn anew(word: &Closure, shell: &Shell) -> String {
    format!(
        "Пока страница была открыта, неделю открыли и подтвердили снова: {}. Посмотрите её и нажмите ещё раз, \
         если это ещё нужно.",
        word.signed(shell.actor.zone)
    )
}
