use chrono::NaiveDate;
use serde::Deserialize;

use super::by_code;
use super::content::Template;
use super::merge::Outcome;
use super::next::waiting;
use super::store::{self, Offer, Setup};
use super::told::{Tense, summary};
use super::views::{Applied, Index, Show};
use crate::db::{Tenant, TenantTx, hold_company};
use crate::form::FieldErrors;
use crate::web::{Answer, Error, Form, Path, Query, Result, Shell};

const APPLIED: &str = "/setup/template/applied";

pub async fn index(tenant: Tenant, shell: Shell) -> Result<Answer<Index>> {
    let setup = store::setup_of(&mut tenant.begin().await?).await?;
    Ok(Answer::Page(Index { shell, setup }))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    start: String,
}

impl Asked {
    /// Light for who begins and while the first weeks last.
    fn is_light(&self, setup: &Setup, today: NaiveDate) -> Result<bool> {
        match self.start.as_str() {
            "light" => Ok(true),
            "full" => Ok(false),
            "" => Ok(setup.industry.is_none() || setup.light_until.is_some_and(|day| day >= today)),
            _ => Err(Error::NotFound),
        }
    }
}

fn today(db: &TenantTx, shell: &Shell) -> NaiveDate {
    db.now().with_timezone(&shell.actor.zone).date_naive()
}

fn find(code: &str) -> Result<&'static Template> {
    by_code(code).ok_or(Error::NotFound)
}

pub async fn show(
    tenant: Tenant,
    shell: Shell,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Answer<Show>> {
    let template = find(&code)?;
    let mut db = tenant.begin().await?;
    let (setup, today) = (store::setup_of(&mut db).await?, today(&db, &shell));
    let is_light = asked.is_light(&setup, today)?;
    let outcome = store::diff(&mut db, Offer { template, is_light, today }).await?;
    let errors = FieldErrors::default();
    Ok(Answer::Page(Show { shell, template, outcome, is_light, errors }))
}

#[derive(Debug, Deserialize)]
pub struct Application {
    #[serde(default)]
    start: String,
    /// The key of the difference that was looked at.
    #[serde(default)]
    seen: String,
}

const OTHERWISE: &str = "Пока страница была открыта, настройку изменили. Ниже — что шаблон изменит теперь: посмотрите и примените ещё раз.";

pub async fn apply(
    tenant: Tenant,
    shell: Shell,
    Path(code): Path<String>,
    Form(form, once): Form<Application>,
) -> Result<Answer<Show>> {
    let template = find(&code)?;
    let mut db = tenant.begin_once(once).await?;
    hold_company(&mut db).await?;
    let (setup, today) = (store::setup_of(&mut db).await?, today(&db, &shell));
    let is_light = Asked { start: form.start }.is_light(&setup, today)?;
    let offer = Offer { template, is_light, today };
    let outcome = store::diff(&mut db, offer).await?;
    if outcome.key() != form.seen {
        let errors = FieldErrors::one("form", OTHERWISE);
        return Ok(Answer::Refused(Show { shell, template, outcome, is_light, errors }));
    }
    store::carry_out(&mut db, &outcome, offer).await?;
    let location = db.commit_to(APPLIED).await?;
    Ok(Answer::saying(location, said(template, &outcome)))
}

fn said(template: &Template, outcome: &Outcome) -> String {
    if outcome.changes_nothing() {
        return format!("Шаблон «{}» уже применён: менять нечего", template.title);
    }
    let done = summary(outcome.lines.iter(), Tense::Past);
    format!("Шаблон «{}» применён: {done}", template.title)
}

pub async fn applied(tenant: Tenant, shell: Shell) -> Result<Answer<Applied>> {
    let mut db = tenant.begin().await?;
    let application = store::last_application(&mut db).await?;
    let found = store::present(&mut db).await?;
    let waiting = match application {
        Some(_) => waiting(&found.now, &found.base),
        None => Vec::new(),
    };
    let industry = by_code(&found.base.code).map(|template| template.code.clone());
    let today = today(&db, &shell);
    Ok(Answer::Page(Applied { shell, application, waiting, today, industry }))
}

#[derive(Debug, Deserialize)]
pub struct Reveal {
    #[serde(default)]
    code: String,
}

/// The next one, or whichever of those that wait.
pub async fn reveal(
    tenant: Tenant,
    shell: Shell,
    Form(form, once): Form<Reveal>,
) -> Result<Answer<Applied>> {
    let mut db = tenant.begin_once(once).await?;
    hold_company(&mut db).await?;
    let found = store::present(&mut db).await?;
    let next = waiting(&found.now, &found.base).into_iter().find(|next| next.code == form.code);
    let next = next.ok_or(Error::NotFound)?;
    let today = today(&db, &shell);
    store::reveal(&mut db, &found.now, &next, today).await?;
    let location = db.commit_to(APPLIED).await?;
    Ok(Answer::saying(location, format!("Включено: {}", next.name)))
}
