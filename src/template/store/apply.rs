//! Makes a company's set-up what a template proposes: one statement a table, all by the same day.
use chrono::{Days, NaiveDate};
use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::snapshot::{Present, present};
use super::write;
use crate::access::Role;
use crate::db::{Change, TenantTx, hold_company, log};
use crate::template::content::Template;
use crate::template::light::DAYS;
use crate::template::merge::{Outcome, merged};
use crate::template::next::Next;
use crate::template::rows::{Ids, rows};

/// An offer to a company.
#[derive(Debug, Clone, Copy)]
pub struct Offer<'a> {
    pub template: &'a Template,
    /// Whether it begins light (industries.md 9).
    pub is_light: bool,
    /// The day from which norms, probabilities, rules and cards hold.
    pub today: NaiveDate,
}

/// What applying it would do; nothing is written.
pub async fn diff(db: &mut TenantTx, offer: Offer<'_>) -> sqlx::Result<Outcome> {
    Ok(outcome(present(db).await?, offer))
}

fn outcome(found: Present, offer: Offer<'_>) -> Outcome {
    let Present { now, base, with_values } = found;
    if offer.is_light {
        return merged(&base, now, &offer.template.lightened(), &with_values);
    }
    merged(&base, now, offer.template, &with_values)
}

/// Applies it and says what was done. What changes nothing writes nothing.
pub async fn apply(db: &mut TenantTx, offer: Offer<'_>) -> sqlx::Result<Outcome> {
    hold_company(db).await?;
    let outcome = diff(db, offer).await?;
    carry_out(db, &outcome, offer).await?;
    Ok(outcome)
}

/// Does what [`diff`] said on a held catalogue.
pub async fn carry_out(db: &mut TenantTx, outcome: &Outcome, offer: Offer<'_>) -> sqlx::Result<()> {
    if outcome.changes_nothing() {
        return Ok(());
    }
    become_target(db, &outcome.now, &outcome.target, offer.today).await?;
    record(db, outcome, offer).await
}

/// Writes what differs.
pub async fn become_target(
    db: &mut TenantTx,
    now: &Template,
    target: &Template,
    today: NaiveDate,
) -> sqlx::Result<()> {
    let known = write::ids(db).await?;
    let ids = Ids::new(known, target, || db.new_id());
    let rows = rows(now, target, &ids, || db.new_id());
    write::metrics(db, &json(&rows.metrics)?).await?;
    write::norms(db, &json(&rows.norms)?, today).await?;
    write::pipelines(db, &json(&rows.pipelines)?).await?;
    write::stages(db, &json(&rows.stages)?).await?;
    write::probabilities(db, &json(&rows.probabilities)?, today).await?;
    write::cards(db, &json(&rows.cards)?).await?;
    let is_approved = approves(db).await?;
    let versions = json(&rows.versions)?;
    write::withdraw(db, &versions).await?;
    write::versions(db, &versions, today, is_approved).await?;
    write::items(db, &json(&rows.items)?).await?;
    write::rituals(db, &json(&rows.rituals)?).await?;
    write::rules(db, &json(&rows.rules)?, today).await?;
    write::exercises(db, &json(&rows.exercises)?).await?;
    if now.terms != target.terms
        && let Some(terms) = &target.terms
    {
        write::terms(db, &json(terms)?, today).await?;
    }
    Ok(())
}

fn json(rows: &impl Serialize) -> sqlx::Result<Value> {
    serde_json::to_value(rows).map_err(|error| sqlx::Error::Encode(error.into()))
}

/// The owner approves cards; before there is one, who sets the company up does.
async fn approves(db: &mut TenantTx) -> sqlx::Result<bool> {
    match db.role() {
        Some(Role::Owner) => Ok(true),
        _ => Ok(!write::has_owner(db).await?),
    }
}

async fn record(db: &mut TenantTx, outcome: &Outcome, offer: Offer<'_>) -> sqlx::Result<()> {
    let id: Uuid = db.new_id();
    let template = offer.template;
    let (content, diff) = (json(&outcome.basis)?, json(&outcome.lines)?);
    write::applied(db, id, (&template.code, template.version), &content, &diff).await?;
    let light_until = offer.is_light.then(|| offer.today + Days::new(DAYS - 1));
    write::setup(db, &template.code, light_until).await?;
    let done = outcome.lines.iter().filter(|line| line.change.is_done()).count();
    let after = json!({
        "title": template.title, "version": template.version, "lines": done,
        "kept": outcome.lines.len() - done, "light_until": light_until,
    });
    let change =
        Change { subject: "template", id, action: "apply", before: None, after: Some(after) };
    log(db, change).await
}

/// Puts what a light start left for later on the pages.
pub async fn reveal(
    db: &mut TenantTx,
    now: &Template,
    next: &Next,
    today: NaiveDate,
) -> sqlx::Result<()> {
    become_target(db, now, &next.revealed(now), today).await?;
    let (id, after) = (db.new_id(), Some(json!({ "name": next.name })));
    log(db, Change { subject: "template", id, action: "reveal", before: None, after }).await
}
