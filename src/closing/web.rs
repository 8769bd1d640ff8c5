use uuid::Uuid;

use super::closure::{Closure, Closures, Rules, Span};
use super::month::{Standing, first_shown, standing};
use super::reopening::ReopeningForm;
use super::store::{self, Outcome};
use super::timing::TimingForm;
use super::views::{Figures, Index, Refused};
use crate::clock::Clock;
use crate::db::{Tenant, TenantTx, last_editor};
use crate::form::FieldErrors;
use crate::values::{CloseId, Period};
use crate::web::{Answer, Error, Form, Path, Result, Shell, overtaken};
use crate::{company, metric};

pub async fn index(tenant: Tenant, clock: Clock, shell: Shell) -> Result<Answer<Index>> {
    let mut db = tenant.begin().await?;
    let (closures, timing) = load(&mut db, &clock, &shell).await?;
    Ok(Answer::Page(Index::new(shell, closures, timing)))
}

async fn load(db: &mut TenantTx, clock: &Clock, shell: &Shell) -> Result<(Closures, TimingForm)> {
    let today = clock.today(shell.actor.zone);
    let closures = store::look(db, first_shown(today), today).await?;
    let timing = TimingForm::of(&closures.rules, store::row_version(db).await?);
    Ok((closures, timing))
}

pub async fn close(
    tenant: Tenant,
    clock: Clock,
    shell: Shell,
    Path(month): Path<String>,
    Form(form, once): Form<ReopeningForm>,
) -> Result<Answer<Index>> {
    let month = parse(&month)?;
    let mut db = tenant.begin_once(once).await?;
    let (closures, timing) = load(&mut db, &clock, &shell).await?;
    let errors = match standing(&closures, month) {
        Standing::Open(_) | Standing::Reopened(_) => {
            match store::close(&mut db, None, Span::Month(month)).await? {
                Outcome::Done(_) => return said(db, month, "Закрыт").await,
                Outcome::Overtaken(_) => ALREADY,
            }
        }
        Standing::Closed(_) | Standing::Due => ALREADY,
        Standing::Running => "Месяц ещё идёт: закрыть его можно, когда он кончится",
        Standing::History => "Этот месяц был до начала учёта, закрывать его незачем",
    };
    let errors = FieldErrors::one("form", errors);
    Ok(Answer::Refused(Index::refused(shell, closures, timing, Refused { month, form, errors })))
}

const ALREADY: &str = "Месяц уже закрыт";

pub async fn reopen(
    tenant: Tenant,
    clock: Clock,
    shell: Shell,
    Path(month): Path<String>,
    Form(form, once): Form<ReopeningForm>,
) -> Result<Answer<Index>> {
    let month = parse(&month)?;
    let mut db = tenant.begin_once(once).await?;
    let (closures, timing) = load(&mut db, &clock, &shell).await?;
    let no = closures.month(month).map_or(0, |word| word.no);
    let errors = match form.check() {
        Err(errors) => errors,
        Ok(_) if no != form.no => {
            let now = closures.month(month).map(|word| word.signed(shell.actor.zone));
            let now = now.unwrap_or_default();
            FieldErrors::one("form", format!("Пока страница была открыта, сказали другое: {now}"))
        }
        Ok(reason) => match store::reopen(&mut db, None, Span::Month(month), &reason).await? {
            Outcome::Done(_) => return said(db, month, "Снова открыт").await,
            Outcome::Overtaken(_) => FieldErrors::one("form", "Этот месяц не закрыт"),
        },
    };
    Ok(Answer::Refused(Index::refused(shell, closures, timing, Refused { month, form, errors })))
}

async fn said(db: TenantTx, month: Period, what: &str) -> Result<Answer<Index>> {
    let title = month.title(month.first()).to_lowercase();
    let location = db.commit_to("/closing").await?;
    Ok(Answer::saying(location, format!("{what}: {title}")))
}

fn parse(month: &str) -> Result<Period> {
    let period: Period = month.parse().map_err(|_| Error::NotFound)?;
    if period != Period::month(period.first()) {
        return Err(Error::NotFound);
    }
    Ok(period)
}

pub async fn set_timing(
    tenant: Tenant,
    clock: Clock,
    shell: Shell,
    Form(mut form, once): Form<TimingForm>,
) -> Result<Answer<Index>> {
    let mut db = tenant.begin_once(once).await?;
    let (closures, present) = load(&mut db, &clock, &shell).await?;
    let errors = match form.check() {
        Err(errors) => errors,
        Ok(timing) => {
            let rules: &Rules = &closures.rules;
            if store::set_timing(&mut db, rules, timing, form.row_version).await? {
                let location = db.commit_to("/closing").await?;
                return Ok(Answer::saying(location, "Правила закрытия сохранены"));
            }
            let editor = last_editor(&mut db, shell.actor.company.0).await?;
            let now = format!(
                "день — в {}, месяц — на {}-й рабочий день",
                present.day_closes_at, present.month_closes_on
            );
            form.row_version = present.row_version;
            FieldErrors::one("timing", overtaken(editor.as_ref(), shell.actor.zone, &now))
        }
    };
    let mut page = Index::new(shell, closures, form);
    page.errors = errors;
    Ok(Answer::Refused(page))
}

pub async fn figures(
    tenant: Tenant,
    clock: Clock,
    shell: Shell,
    Path(id): Path<Uuid>,
) -> Result<Answer<Figures>> {
    let today = clock.today(shell.actor.zone);
    let mut db = tenant.begin().await?;
    let closure = store::closing(&mut db, CloseId(id)).await?;
    let closure = closure.filter(Closure::is_closed).ok_or(Error::NotFound)?;
    let frozen = store::figures(&mut db, closure.id).await?;
    let now = store::facts(&mut db, closure.department, closure.span).await?;
    let people = company::members(&mut db, today).await?;
    let metrics = metric::all(&mut db).await?;
    Ok(Answer::Page(Figures { shell, today, closure, frozen, now, people, metrics }))
}
