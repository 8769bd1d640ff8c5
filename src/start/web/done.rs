use chrono::NaiveDate;
use serde::Deserialize;

use super::{load, months, people, sellers};
use crate::clock::Clock;
use crate::company::Member;
use crate::db::{Tenant, TenantTx};
use crate::form::FieldErrors;
use crate::plan;
use crate::start::known::Known;
use crate::start::progress::Step;
use crate::start::proposal::proposal;
use crate::start::store;
use crate::start::views::{Done, Frame, Part};
use crate::values::DepartmentId;
use crate::web::{Answer, Form, Result, Shell};

/// What is said when the numbers are others than those on the page.
const CHANGED: &str = "Пока страница была открыта, люди, нормы или цель изменились. Проверьте новые числа и утвердите их";

pub async fn show(tenant: Tenant, clock: Clock, shell: Shell) -> Result<Answer<Done>> {
    let today = clock.today(shell.actor.zone);
    let page = page(&mut tenant.begin().await?, shell, today).await?;
    Ok(Answer::Page(page))
}

async fn page(db: &mut TenantTx, shell: Shell, today: NaiveDate) -> Result<Done> {
    let known = load(db, today).await?;
    let people = people(db, today).await?;
    let planned = planned(db, &known).await?;
    let parts = parts(&known, &people, &planned);
    let frame = Frame::new(&known.progress, Step::Done);
    let metrics = known.shown();
    Ok(Done { shell, frame, known, metrics, people, parts, errors: FieldErrors::default() })
}

/// The departments and months that have a plan.
async fn planned(db: &mut TenantTx, known: &Known) -> Result<Vec<(DepartmentId, NaiveDate)>> {
    let months = months(known);
    match (months.first(), months.last()) {
        (Some((first, _)), Some((last, _))) => {
            Ok(store::planned(db, first.first(), last.first()).await?)
        }
        _ => Ok(vec![]),
    }
}

/// The plan of each month that the goal asks for.
fn parts(known: &Known, people: &[Member], planned: &[(DepartmentId, NaiveDate)]) -> Vec<Part> {
    let metrics = known.shown();
    let levers = known.progress.typed.levers.levers();
    let part = |(month, kopecks)| {
        let sellers = sellers(known, people, month);
        let found = known.feasibility(kopecks, month, &sellers, levers);
        let needs = found.map(|found| found.needs).unwrap_or_default();
        let ground = known.ground(month, kopecks, &sellers, &metrics, &needs);
        let there = planned.iter().filter(|(_, first)| *first == month.first());
        let there: Vec<DepartmentId> = there.map(|(department, _)| *department).collect();
        let versions = proposal(&ground, &there);
        Part { month, kopecks, sellers, is_planned: !there.is_empty(), versions }
    };
    months(known).into_iter().map(part).collect()
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Submitted {
    /// «yes»: approve the plan that was on the page.
    approve: String,
    /// The digest of the numbers that were on the page.
    seen: String,
}

pub async fn finish(
    tenant: Tenant,
    clock: Clock,
    shell: Shell,
    Form(submitted, once): Form<Submitted>,
) -> Result<Answer<Done>> {
    let today = clock.today(shell.actor.zone);
    let mut db = tenant.begin_once(once).await?;
    plan::hold_departments(&mut db).await?;
    let mut page = page(&mut db, shell, today).await?;
    let approves = submitted.approve == "yes" && page.may_approve();
    if approves && page.seen() != submitted.seen {
        page.errors = FieldErrors::one("form", CHANGED);
        return Ok(Answer::Refused(page));
    }
    for version in page.parts.iter().flat_map(|part| &part.versions).filter(|_| approves) {
        plan::approve(&mut db, version).await?;
    }
    store::save(&mut db, &page.known.progress).await?;
    store::finish(&mut db).await?;
    let location = db.commit_to(Step::Done.href()).await?;
    let said = if approves {
        "План утверждён, настройка закончена"
    } else {
        "Настройка закончена"
    };
    Ok(Answer::saying(location, said))
}
