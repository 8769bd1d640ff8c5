use std::collections::HashMap;

use chrono::{Days, NaiveDate};
use serde::Deserialize;
use uuid::Uuid;

use super::form::{NormDraft, NormForm};
use super::norms::{Source, Whose};
use super::store;
use super::usual::{span, usual};
use super::views::{Edit, Index, Known};
use crate::access::Role;
use crate::clock::Clock;
use crate::db::{Tenant, TenantTx, hold_company, last_editor};
use crate::form::FieldErrors;
use crate::metric::{self, Metric};
use crate::values::russian::numeric_date;
use crate::web::{Answer, Error, Form, Path, Result, Shell, outpaced, overtaken};
use crate::{company, working_days};

async fn load(db: &mut TenantTx, today: NaiveDate) -> Result<Known> {
    let all = metric::all(db).await?;
    let (norms, people) = (store::all(db).await?, company::members(db, today).await?);
    let (first, last) = span(today);
    let facts = store::weeks(db, first, last).await?;
    let minutes = store::minutes(db).await?;
    let people = people.into_iter().filter(|one| one.sells && !one.is_dismissed(today)).collect();
    let metrics = all.iter().filter(|metric| !metric.is_hidden).cloned().collect();
    let mut known = Known { today, metrics, norms, people, usual: HashMap::new(), minutes };
    let roster = working_days::roster(db, first, last).await?;
    let worked = |member, monday: NaiveDate| {
        roster.calendar(member).working_days(monday, monday + Days::new(6))
    };
    let found = known.metrics.iter().filter_map(|metric| {
        Some((metric.id, usual(metric, &all, known.per(metric), &facts, worked)?))
    });
    known.usual = found.collect();
    Ok(known)
}

fn find(known: &Known, id: Uuid) -> Result<Metric> {
    known.metrics.iter().find(|metric| metric.id.0 == id).cloned().ok_or(Error::NotFound)
}

pub async fn index(tenant: Tenant, clock: Clock, shell: Shell) -> Result<Answer<Index>> {
    let known = load(&mut tenant.begin().await?, clock.today(shell.actor.zone)).await?;
    Ok(Answer::Page(Index { shell, known, errors: FieldErrors::default() }))
}

pub async fn edit(
    tenant: Tenant,
    clock: Clock,
    shell: Shell,
    Path(id): Path<Uuid>,
) -> Result<Answer<Edit>> {
    let today = clock.today(shell.actor.zone);
    let known = load(&mut tenant.begin().await?, today).await?;
    let metric = find(&known, id)?;
    let form = NormForm {
        whose: "manager".into(),
        value: known
            .managers(&metric)
            .and_then(|norm| norm.value)
            .map(|value| plain(&metric, value))
            .unwrap_or_default(),
        per: known.per(&metric).code().into(),
        from_on: today.to_string(),
        minutes: known.minutes.get(&metric.id).map(ToString::to_string).unwrap_or_default(),
        row_version: known.norms.version(metric.id),
    };
    Ok(Answer::Page(Edit { shell, known, metric, form, errors: FieldErrors::default() }))
}

/// «2,5», «40»: as it would be typed.
fn plain(metric: &Metric, value: i64) -> String {
    crate::values::Quantity::saturating(value, metric.scale, metric.unit).number()
}

pub async fn update(
    tenant: Tenant,
    clock: Clock,
    shell: Shell,
    Path(id): Path<Uuid>,
    Form(mut form, once): Form<NormForm>,
) -> Result<Answer<Edit>> {
    let today = clock.today(shell.actor.zone);
    let mut db = tenant.begin_once(once).await?;
    hold_company(&mut db).await?;
    let known = load(&mut db, today).await?;
    let metric = find(&known, id)?;
    let version = known.norms.version(metric.id);
    let checked = if form.row_version == version {
        form.check(&metric, &known.people, today)
    } else {
        let editor = last_editor(&mut db, id).await?;
        let now = now(&known, &metric);
        form.row_version = version;
        Err(FieldErrors::one("form", overtaken(editor.as_ref(), shell.actor.zone, &now)))
    };
    match checked {
        Err(errors) => Ok(Answer::Refused(Edit { shell, known, metric, form, errors })),
        Ok(draft) => {
            write(&mut db, &known, &metric, &draft).await?;
            let location = db.commit_to("/norms").await?;
            let day = numeric_date(draft.from_on);
            Ok(Answer::saying(location, format!("{}: норма действует с {day}", metric.name)))
        }
    }
}

/// What holds now, for one whose edit came second.
fn now(known: &Known, metric: &Metric) -> String {
    let norm = known.managers(metric);
    let said = norm.map(|norm| super::views::said(metric, norm.value, norm.per));
    format!("{}: {}", metric.name, said.unwrap_or_else(|| "нормы нет".into()))
}

async fn write(db: &mut TenantTx, known: &Known, metric: &Metric, draft: &NormDraft) -> Result<()> {
    let before = known.norms.of(metric.id, draft.whose, draft.from_on);
    let is_same = before.is_some_and(|norm| norm.value == draft.value && norm.per == draft.per);
    if !is_same && (before.is_some() || draft.value.is_some()) {
        store::set(db, metric, before, draft, Source::Own).await?;
    }
    let minutes = store::minutes_of(db, metric.id).await?;
    if metric.kind == metric::Kind::Step && minutes != draft.minutes {
        store::set_minutes(db, metric.id, minutes, draft.minutes).await?;
    }
    Ok(())
}

#[derive(Debug, Deserialize)]
pub struct Taken {
    /// The median that was on the page.
    value: i64,
    #[serde(default)]
    row_version: i32,
}

/// Makes the company's median its norm from today on.
pub async fn take_median(
    tenant: Tenant,
    clock: Clock,
    shell: Shell,
    Path(id): Path<Uuid>,
    Form(form, once): Form<Taken>,
) -> Result<Answer<Index>> {
    let today = clock.today(shell.actor.zone);
    let mut db = tenant.begin_once(once).await?;
    hold_company(&mut db).await?;
    let known = load(&mut db, today).await?;
    let metric = find(&known, id)?;
    let per = known.per(&metric);
    let usual = known.usual.get(&metric.id).filter(|usual| usual.value == form.value);
    let is_seen = known.norms.version(metric.id) == form.row_version;
    let Some(usual) = usual.filter(|_| is_seen) else {
        let editor = last_editor(&mut db, id).await?;
        let text = outpaced(editor.as_ref(), shell.actor.zone, &now(&known, &metric));
        let errors = FieldErrors::one("form", text);
        return Ok(Answer::Refused(Index { shell, known, errors }));
    };
    let whose = Whose::Role(Role::Manager);
    let value = Some(usual.value);
    let draft = NormDraft { whose, value, per, from_on: today, minutes: None };
    let before = known.norms.of(metric.id, whose, today);
    store::set(&mut db, &metric, before, &draft, Source::Median).await?;
    let location = db.commit_to("/norms").await?;
    let said = super::views::said(&metric, value, per);
    Ok(Answer::saying(location, format!("{}: норма теперь ваша медиана, {said}", metric.name)))
}
