pub mod cover;

use chrono::{Datelike, NaiveDate};
use serde::Deserialize;
use uuid::Uuid;

use crate::access::Scope;
use crate::clock::Clock;
use crate::db::{Editor, Tenant, TenantTx};
use crate::form::FieldErrors;
use crate::metric::Metric;
use crate::plan::approval::PlanForm;
use crate::plan::sheet::{Section, Sheet};
use crate::plan::spread::{Whose, spread};
use crate::plan::store;
use crate::plan::version::Version;
use crate::plan::views::{Days, Grid, Past};
use crate::values::{MetricId, Period};
use crate::web::{Answer, Error, Form, Query, Result, Shell, overtaken};
use crate::{company, metric, norm, working_days};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    period: String,
    /// Anything: fill empty cells with the month before.
    copy: String,
    /// Anything: fill empty cells with the norms of each person's own days.
    norms: String,
    whose: String,
    metric: String,
}

/// The month asked for, or the present one.
fn month(asked: &str, today: NaiveDate) -> Result<Period> {
    if asked.is_empty() {
        return Ok(Period::month(today));
    }
    let period: Period = asked.parse().map_err(|_| Error::NotFound)?;
    Ok(Period::month(period.first()))
}

/// The page with its form as it is when nobody has typed.
async fn load(db: &mut TenantTx, shell: Shell, month: Period, today: NaiveDate) -> Result<Grid> {
    let before = month.previous();
    let versions = store::latest_between(db, before.first(), month.first()).await?;
    let (now, past) = versions.into_iter().partition(|version| version.month == month.first());
    let sheet = lay(db, &shell.actor.scope(), month, today, now).await?;
    let (roster, made) = store::roster_and_made(db, month).await?;
    Ok(Grid {
        shell,
        today,
        sheet,
        past: Past { versions: past, facts: None },
        roster,
        made,
        form: PlanForm::default(),
        errors: FieldErrors::default(),
        is_copy: false,
        norms: None,
        is_overtaken: false,
    })
}

/// Puts what came of the month before under the cells.
async fn remember(db: &mut TenantTx, page: &mut Grid) -> Result<()> {
    let before = page.sheet.month.previous();
    page.past.facts = Some(store::facts(db, before.first(), before.last()).await?);
    Ok(())
}

/// The sheet of a month with the versions given.
async fn lay(
    db: &mut TenantTx,
    scope: &Scope,
    month: Period,
    today: NaiveDate,
    versions: Vec<Version>,
) -> Result<Sheet> {
    let metrics = metric::all(db).await?;
    let departments = company::departments_since(db, month.first()).await?;
    let people = company::members(db, today.clamp(month.first(), month.last())).await?;
    Ok(Sheet::lay(month, metrics, departments, &people, versions, scope))
}

pub async fn show(
    tenant: Tenant,
    clock: Clock,
    shell: Shell,
    Query(asked): Query<Asked>,
) -> Result<Answer<Grid>> {
    let today = clock.today(shell.actor.zone);
    let month = month(&asked.period, today)?;
    let mut db = tenant.begin().await?;
    let mut page = load(&mut db, shell, month, today).await?;
    page.is_copy = !asked.copy.is_empty();
    if asked.norms.is_empty() {
        remember(&mut db, &mut page).await?;
    } else {
        page.norms = Some(norm::all(&mut db).await?);
    }
    Ok(Answer::Page(page))
}

pub async fn approve(
    tenant: Tenant,
    clock: Clock,
    shell: Shell,
    Form(mut form, once): Form<PlanForm>,
) -> Result<Answer<Grid>> {
    let today = clock.today(shell.actor.zone);
    let month = month(form.period(), today)?;
    let mut db = tenant.begin_once(once).await?;
    store::hold_departments(&mut db).await?;
    let mut page = load(&mut db, shell, month, today).await?;
    remember(&mut db, &mut page).await?;
    if form.is_stale(&page.sheet) {
        form = form.yielding(&page.sheet, &store::history(&mut db, month.first()).await?);
    }
    let first = form.overtaken(&page.sheet).first().map(|section| told(section, &page.shell));
    let is_overtaken = first.is_some();
    let checked = match first {
        Some(text) => Err(FieldErrors::one("form", text)),
        None => form.check(&page.sheet, today),
    };
    let errors = match checked {
        Ok(versions) => {
            for version in &versions {
                store::approve(&mut db, version).await?;
            }
            let location = db.commit_to(format!("/plan?period={month}")).await?;
            let said = if versions.is_empty() {
                "Числа прежние, план не изменился"
            } else {
                "План утверждён"
            };
            return Ok(Answer::saying(
                location,
                format!("{said}: {}", month.title(today).to_lowercase()),
            ));
        }
        Err(errors) => errors,
    };
    Ok(Answer::Refused(Grid { form, errors, is_overtaken, ..page }))
}

/// What the second of two editors is told about a department.
fn told(section: &Section, shell: &Shell) -> String {
    let version = section.version.as_ref();
    let editor = version.map(|v| Editor { name: v.by_name.clone(), at: v.approved_at });
    let now = format!(
        "{}, версия {}. Нынешние числа — под ячейками, где они другие",
        section.department.name,
        section.no()
    );
    overtaken(editor.as_ref(), shell.actor.zone, &now)
}

pub async fn days(
    tenant: Tenant,
    clock: Clock,
    shell: Shell,
    Query(asked): Query<Asked>,
) -> Result<Answer<Days>> {
    let today = clock.today(shell.actor.zone);
    let month = month(&asked.period, today)?;
    let whose: Whose = asked.whose.parse().map_err(|()| Error::NotFound)?;
    let mut db = tenant.begin().await?;
    let history = store::history(&mut db, month.first()).await?;
    let sheet = lay(&mut db, &shell.actor.scope(), month, today, last_of(&history)).await?;
    let metrics: Vec<Metric> = sheet.metrics.iter().filter(|m| m.is_summed()).cloned().collect();
    let metric = chosen(&metrics, &asked.metric)?;
    let people = whose.people(&sheet).ok_or(Error::NotFound)?;
    let roster = working_days::roster(&mut db, month.first(), month.last()).await?;
    let departments = whose.departments(&sheet);
    let spread = metric
        .as_ref()
        .map(|metric| spread(month, &people, &departments, metric, &history, &roster));
    let is_known = roster.company().is_known(month.first().year());
    Ok(Answer::Page(Days { shell, today, sheet, metrics, metric, whose, spread, is_known }))
}

/// The last version of each department.
fn last_of(history: &[Version]) -> Vec<Version> {
    let is_last = |version: &&Version| {
        let of_same = history.iter().filter(|other| other.department == version.department);
        of_same.map(|other| other.no).max() == Some(version.no)
    };
    history.iter().filter(is_last).cloned().collect()
}

/// The metric asked for, else the first with money, else the first.
fn chosen(metrics: &[Metric], asked: &str) -> Result<Option<Metric>> {
    if asked.is_empty() {
        let money = metrics.iter().find(|metric| metric.unit == crate::values::Unit::Rouble);
        return Ok(money.or(metrics.first()).cloned());
    }
    let id = asked.parse::<Uuid>().map(MetricId).map_err(|_| Error::NotFound)?;
    metrics.iter().find(|metric| metric.id == id).cloned().map(Some).ok_or(Error::NotFound)
}
