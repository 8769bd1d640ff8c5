use serde::Deserialize;

use super::{load, onward};
use crate::clock::Clock;
use crate::db::Tenant;
use crate::form::FieldErrors;
use crate::start::known::Known;
use crate::start::progress::Step;
use crate::start::views::{Frame, Industry, Offered};
use crate::template::{self, Change, Line, Offer, Outcome};
use crate::web::{Answer, Form, Result, Shell};

pub async fn show(tenant: Tenant, clock: Clock, shell: Shell) -> Result<Answer<Industry>> {
    let today = clock.today(shell.actor.zone);
    let known = load(&mut tenant.begin().await?, today).await?;
    let chosen = known.progress.industry.clone().unwrap_or_default();
    Ok(Answer::Page(page(shell, &known, (chosen, true), FieldErrors::default())))
}

fn page(
    shell: Shell,
    known: &Known,
    (chosen, is_light): (String, bool),
    errors: FieldErrors,
) -> Industry {
    let offered = template::all().iter().map(|one| Offered {
        code: one.code.clone(),
        title: one.title.clone(),
        about: one.about.clone(),
    });
    let frame = Frame::new(&known.progress, Step::Industry);
    let present = known.template.as_ref().map(|template| template.title.clone());
    Industry { shell, frame, offered: offered.collect(), chosen, is_light, present, errors }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Submitted {
    industry: String,
    /// «yes»: a light start.
    light: String,
    /// «yes»: go on without a template.
    skip: String,
}

pub async fn choose(
    tenant: Tenant,
    clock: Clock,
    shell: Shell,
    Form(submitted, once): Form<Submitted>,
) -> Result<Answer<Industry>> {
    let today = clock.today(shell.actor.zone);
    let mut db = tenant.begin_once(once).await?;
    let known = load(&mut db, today).await?;
    let is_light = submitted.light == "yes";
    let found = template::by_code(&submitted.industry);
    if submitted.skip != "yes" && found.is_none() {
        let errors = FieldErrors::one("industry", "Выберите отрасль или пропустите этот шаг");
        let chosen = (submitted.industry, is_light);
        return Ok(Answer::Refused(page(shell, &known, chosen, errors)));
    }
    if let Some(template) = found.filter(|_| submitted.skip != "yes") {
        let offer = Offer { template, is_light, today };
        if touches(&template::diff(&mut db, offer).await?, known.template.is_none()) {
            let light = if is_light { "yes" } else { "" };
            let href = format!("/setup/template/{}?light={light}", template.code);
            return Ok(Answer::SeeOther(db.commit_to(href).await?));
        }
        template::apply(&mut db, offer).await?;
    }
    let next = onward(&mut db, known.progress, Step::Industry).await?;
    Ok(Answer::SeeOther(db.commit_to(next.href()).await?))
}

/// Whether it meets what the company entered or another template set: then the difference is looked at before anything is
/// written. What a new company begins with is nobody's.
fn touches(outcome: &Outcome, is_first: bool) -> bool {
    let meets = |line: &Line| match line.change {
        Change::Kept { .. } => true,
        Change::Changed { .. } => !is_first,
        Change::Added | Change::Later | Change::Hidden => false,
    };
    outcome.lines.iter().any(meets)
}
