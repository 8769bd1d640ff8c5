//! Proposed corrections in the database.
use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;
use uuid::Uuid;

use crate::actual::{self, Cell, NewEntry, Origin};
use crate::closing::proposal::{Decided, Decision, NewProposal, Proposal, State};
use crate::db::{Change, TenantTx, log};
use crate::values::{MemberId, MetricId, ProposalId};

/// Proposes a number for a closed day, by the member who acts. One that is open for the same cell gives way.
pub async fn propose(db: &mut TenantTx, new: &NewProposal) -> sqlx::Result<ProposalId> {
    let (company, id, now) = (db.company().0, db.new_id::<ProposalId>(), db.now());
    let member = db.member().map(|member| member.0);
    sqlx::query!(
        "update correction_proposal set state = 'withdrawn', decided_by = $5, decided_at = $6, row_version = row_version + 1
         where company_id = $1 and member_id = $2 and metric_id = $3 and day = $4 and tag = '' and state = 'open'",
        company,
        new.member.0,
        new.metric.0,
        new.day,
        member,
        now
    )
    .execute(&mut **db)
    .await?;
    sqlx::query!(
        "insert into correction_proposal (company_id, id, member_id, metric_id, day, value, reason, by_member, proposed_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        company,
        id.0,
        new.member.0,
        new.metric.0,
        new.day,
        new.value,
        new.reason,
        member,
        now
    )
    .execute(&mut **db)
    .await?;
    let after = json!({
        "member": new.member, "metric": new.metric, "day": new.day, "value": new.value, "reason": new.reason,
    });
    log(db, change(id, "propose", after)).await?;
    Ok(id)
}

/// Proposals for the days from first to last, of one member, or of everybody with all that are open of other days; the open
/// ones first, then the latest.
pub async fn proposals(
    db: &mut TenantTx,
    first: NaiveDate,
    last: NaiveDate,
    member: Option<MemberId>,
) -> sqlx::Result<Vec<Proposal>> {
    let company = db.company().0;
    let rows = sqlx::query_as!(
        Found,
        r#"select p.id, p.member_id, m.name as member_name, p.metric_id, p.day, p.value, f.value as "now?", p.reason, p.proposed_at,
               p.state, d.name as "decided_by?", p.decided_at, p.answer, p.row_version
           from correction_proposal p
           join member m on m.company_id = $1 and m.id = p.member_id
           left join member d on d.company_id = $1 and d.id = p.decided_by
           left join fact_day f on f.company_id = $1 and f.day = p.day and f.member_id = p.member_id and f.metric_id = p.metric_id
               and f.tag = p.tag
           where p.company_id = $1 and ($4::uuid is null or p.member_id = $4)
               and (p.day between $2 and $3 or p.state = 'open' and $4::uuid is null)
           order by p.state = 'open' desc, p.proposed_at desc, p.id limit 200"#,
        company,
        first,
        last,
        member.map(|id| id.0)
    )
    .fetch_all(&mut **db)
    .await?;
    Ok(rows.into_iter().map(Proposal::from).collect())
}

/// One proposal, held until the end of the transaction.
pub async fn proposal(db: &mut TenantTx, id: ProposalId) -> sqlx::Result<Option<Proposal>> {
    let company = db.company().0;
    let row = sqlx::query_as!(
        Found,
        r#"select p.id, p.member_id, m.name as member_name, p.metric_id, p.day, p.value, f.value as "now?", p.reason, p.proposed_at,
               p.state, d.name as "decided_by?", p.decided_at, p.answer, p.row_version
           from correction_proposal p
           join member m on m.company_id = $1 and m.id = p.member_id
           left join member d on d.company_id = $1 and d.id = p.decided_by
           left join fact_day f on f.company_id = $1 and f.day = p.day and f.member_id = p.member_id and f.metric_id = p.metric_id
               and f.tag = p.tag
           where p.company_id = $1 and p.id = $2
           for update of p"#,
        company,
        id.0
    )
    .fetch_optional(&mut **db)
    .await?;
    Ok(row.map(Proposal::from))
}

/// Ends an open proposal; an accepted one becomes a correction. `false`: it is not open any more. The caller has
/// seen that the one who acts heads the person's department.
pub async fn decide(
    db: &mut TenantTx,
    proposal: &Proposal,
    decision: &Decision,
) -> sqlx::Result<bool> {
    let (company, now) = (db.company().0, db.now());
    let done = sqlx::query!(
        "update correction_proposal set state = $3, decided_by = $4, decided_at = $5, answer = $6, row_version = row_version + 1
         where company_id = $1 and id = $2 and state = 'open'",
        company,
        proposal.id.0,
        decision.code(),
        db.member().map(|member| member.0),
        now,
        decision.answer()
    )
    .execute(&mut **db)
    .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    if *decision == Decision::Accept {
        actual::record(db, &[correction(proposal)]).await?;
    }
    let after = json!({
        "member": proposal.member, "metric": proposal.metric, "day": proposal.day, "value": proposal.value,
        "answer": decision.answer(),
    });
    let action = if *decision == Decision::Accept { "accept" } else { "decline" };
    log(db, change(proposal.id, action, after)).await?;
    Ok(true)
}

fn correction(proposal: &Proposal) -> NewEntry {
    let (member, metric, day) = (proposal.member, proposal.metric, proposal.day);
    let cell = Cell { member, metric, day, tag: String::new() };
    let reason = Some(proposal.as_reason());
    NewEntry { origin: Origin::Correction, reason, ..NewEntry::manual(cell, proposal.value) }
}

fn change(id: ProposalId, action: &'static str, after: serde_json::Value) -> Change {
    Change { subject: "proposal", id: id.0, action, before: None, after: Some(after) }
}

struct Found {
    id: Uuid,
    member_id: Uuid,
    member_name: String,
    metric_id: Uuid,
    day: NaiveDate,
    value: i64,
    now: Option<i64>,
    reason: String,
    proposed_at: DateTime<Utc>,
    state: String,
    decided_by: Option<String>,
    decided_at: Option<DateTime<Utc>>,
    answer: Option<String>,
    row_version: i32,
}

impl From<Found> for Proposal {
    fn from(row: Found) -> Self {
        let at = row.decided_at.unwrap_or(row.proposed_at);
        let (by_name, answer) =
            (row.decided_by.unwrap_or_default(), row.answer.unwrap_or_default());
        let decided = Decided { by_name, at, answer };
        let state = match row.state.as_str() {
            "accepted" => State::Accepted(decided),
            "declined" => State::Declined(decided),
            "withdrawn" => State::Withdrawn,
            _ => State::Open,
        };
        Self {
            id: ProposalId(row.id),
            member: MemberId(row.member_id),
            member_name: row.member_name,
            metric: MetricId(row.metric_id),
            day: row.day,
            value: row.value,
            now: row.now,
            reason: row.reason,
            at: row.proposed_at,
            state,
            row_version: row.row_version,
        }
    }
}
