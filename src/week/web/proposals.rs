use serde::Deserialize;
use uuid::Uuid;

use super::facts::page;
use super::{Asked, desk};
use crate::closing::{self, Decision, Proposal, State};
use crate::db::{Tenant, TenantTx};
use crate::form::FieldErrors;
use crate::values::ProposalId;
use crate::web::{Answer, Error, Form, Path, Query, Result, Shell};
use crate::week::correction::FactsForm;
use crate::week::desk::{Desk, Step};
use crate::week::views::{FactsPage, Head, signed};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Refusal {
    answer: String,
}

pub async fn accept(
    tenant: Tenant,
    shell: Shell,
    Path((starts_on, id)): Path<(String, Uuid)>,
    Query(asked): Query<Asked>,
    Form(_, once): Form<Refusal>,
) -> Result<Answer<FactsPage>> {
    let department = asked.run_by(&shell.actor)?;
    let mut db = tenant.begin_once(once).await?;
    crate::actual::wait_for_writers(&mut db).await?;
    let proposal = proposal(&mut db, id).await?;
    let desk = desk(&mut db, &starts_on, Some(department)).await?;
    decide(db, shell, desk, &proposal, Decision::Accept).await
}

pub async fn decline(
    tenant: Tenant,
    shell: Shell,
    Path((starts_on, id)): Path<(String, Uuid)>,
    Query(asked): Query<Asked>,
    Form(form, once): Form<Refusal>,
) -> Result<Answer<FactsPage>> {
    let department = asked.run_by(&shell.actor)?;
    let mut db = tenant.begin_once(once).await?;
    let proposal = proposal(&mut db, id).await?;
    let desk = desk(&mut db, &starts_on, Some(department)).await?;
    is_of(&desk, &proposal)?;
    let mut errors = FieldErrors::default();
    let answer = errors.required("answer", &form.answer);
    if errors.is_empty() {
        return decide(db, shell, desk, &proposal, Decision::Decline(answer)).await;
    }
    let page = page(shell, desk, FactsForm::default(), errors);
    Ok(Answer::Refused(FactsPage { refused: Some((proposal.id, form.answer)), ..page }))
}

async fn proposal(db: &mut TenantTx, id: Uuid) -> Result<Proposal> {
    closing::proposal(db, ProposalId(id)).await?.ok_or(Error::NotFound)
}

/// It is about this week of this department.
fn is_of(desk: &Desk, proposal: &Proposal) -> Result<()> {
    let known = desk.evidence.proposals.iter().any(|known| known.id == proposal.id);
    if known { Ok(()) } else { Err(Error::NotFound) }
}

async fn decide(
    mut db: TenantTx,
    shell: Shell,
    desk: Desk,
    proposal: &Proposal,
    decision: Decision,
) -> Result<Answer<FactsPage>> {
    is_of(&desk, proposal)?;
    let done = closing::decide(&mut db, proposal, &decision).await?;
    let said = match (done, &decision) {
        (true, Decision::Accept) => "Исправление принято: исходная цифра видна рядом.".into(),
        (true, Decision::Decline(_)) => "Предложение отклонено, автор увидит почему.".into(),
        (false, _) => already(&desk, proposal),
    };
    let head = Head::new(&shell, &desk, Some(Step::Facts));
    let location = db.commit_to(head.link(desk.evidence.part, "/facts")).await?;
    Ok(Answer::saying(location, said))
}

/// What the second of two who decide is told.
fn already(desk: &Desk, proposal: &Proposal) -> String {
    let zone = desk.evidence.closures.rules.zone;
    match &proposal.state {
        State::Accepted(by) => {
            format!("Уже принято: {}.", signed(Some(&by.by_name), by.at, zone))
        }
        State::Declined(by) => {
            format!("Уже отклонено: {}.", signed(Some(&by.by_name), by.at, zone))
        }
        State::Open | State::Withdrawn => "Автор уже отозвал это предложение.".into(),
    }
}
