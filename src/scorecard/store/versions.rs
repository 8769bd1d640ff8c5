use chrono::NaiveDate;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::cards::record;
use crate::db::TenantTx;
use crate::scorecard::card::Card;
use crate::scorecard::item::{Counted, Item};
use crate::scorecard::version::{NewVersion, State, Version};
use crate::values::ScorecardVersionId;

/// Adds a version: approved by the one who acts, or proposed. A proposal that waited is withdrawn. The company must be held.
pub async fn add_version(
    db: &mut TenantTx,
    card: &Card,
    new: &NewVersion,
    is_approved: bool,
) -> sqlx::Result<()> {
    withdraw(db, card).await?;
    let (company, id, now) = (db.company().0, db.new_id::<ScorecardVersionId>(), db.now());
    let (by, no) = (db.member().map(|member| member.0), card.last_no() + 1);
    let state = if is_approved { State::Approved } else { State::Proposed };
    sqlx::query!(
        "insert into scorecard_version (company_id, id, scorecard_id, no, state, effective_on, is_trial, reason, by_member,
             made_at, approved_by, approved_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        company,
        id.0,
        card.id.0,
        no,
        state.code(),
        new.effective_on,
        new.is_trial,
        new.reason,
        by,
        now,
        by.filter(|_| is_approved),
        is_approved.then_some(now)
    )
    .execute(&mut **db)
    .await?;
    add_items(db, id, &new.items).await?;
    let action = if is_approved { "approve" } else { "propose" };
    let mut after = terms(new.effective_on, new.is_trial, &new.items);
    after["no"] = no.into();
    after["reason"] = new.reason.clone().into();
    record(db, card.id, action, written(card.approved().next()), Some(after)).await
}

async fn withdraw(db: &mut TenantTx, card: &Card) -> sqlx::Result<()> {
    let company = db.company().0;
    sqlx::query!(
        "update scorecard_version set state = 'withdrawn', row_version = row_version + 1
         where company_id = $1 and scorecard_id = $2 and state in ('draft', 'proposed')",
        company,
        card.id.0
    )
    .execute(&mut **db)
    .await?;
    Ok(())
}

async fn add_items(
    db: &mut TenantTx,
    version: ScorecardVersionId,
    items: &[Item],
) -> sqlx::Result<()> {
    let company = db.company().0;
    let metrics: Vec<Option<Uuid>> = items.iter().map(|item| metric_of(item.counted)).collect();
    let systems: Vec<Option<&str>> = items.iter().map(|item| system_of(item.counted)).collect();
    let weights: Vec<i32> = items.iter().map(|item| item.weight.basis_points()).collect();
    let curves: Vec<Value> =
        items.iter().map(|item| serde_json::to_value(&item.curve).unwrap_or_default()).collect();
    sqlx::query!(
        "insert into scorecard_item (company_id, version_id, position, metric_id, system_code, weight, curve)
         select $1, $2, n.position::int, n.metric_id, n.system_code, n.weight, n.curve
         from unnest($3::uuid[], $4::text[], $5::int[], $6::jsonb[]) with ordinality
             as n (metric_id, system_code, weight, curve, position)",
        company,
        version.0,
        &metrics as &[Option<Uuid>],
        &systems as &[Option<&str>],
        &weights,
        &curves
    )
    .execute(&mut **db)
    .await?;
    Ok(())
}

fn metric_of(counted: Counted) -> Option<Uuid> {
    match counted {
        Counted::Metric(id) => Some(id.0),
        Counted::System(_) => None,
    }
}

fn system_of(counted: Counted) -> Option<&'static str> {
    match counted {
        Counted::Metric(_) => None,
        Counted::System(system) => Some(system.code()),
    }
}

/// Approves a proposal from a day on. `false`: it was answered or changed first.
pub async fn approve(
    db: &mut TenantTx,
    card: &Card,
    version: &Version,
    effective_on: NaiveDate,
    row_version: i32,
) -> sqlx::Result<bool> {
    let (company, now) = (db.company().0, db.now());
    let by = db.member().map(|member| member.0);
    let done = sqlx::query!(
        "update scorecard_version set state = 'approved', effective_on = $4, approved_by = $5, approved_at = $6,
             row_version = row_version + 1
         where company_id = $1 and id = $2 and row_version = $3 and state in ('draft', 'proposed')",
        company,
        version.id.0,
        row_version,
        effective_on,
        by,
        now
    )
    .execute(&mut **db)
    .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    let mut after = terms(effective_on, version.is_trial, &version.items);
    after["no"] = version.no.into();
    after["reason"] = version.reason.clone().into();
    record(db, card.id, "approve", written(card.approved().next()), Some(after)).await?;
    Ok(true)
}

/// Returns a proposal with a reason. `false`: it was answered or changed first.
pub async fn give_back(
    db: &mut TenantTx,
    card: &Card,
    version: &Version,
    answer: &str,
    row_version: i32,
) -> sqlx::Result<bool> {
    let (company, now) = (db.company().0, db.now());
    let by = db.member().map(|member| member.0);
    let done = sqlx::query!(
        "update scorecard_version set state = 'returned', answer = $4, answered_by = $5, answered_at = $6,
             row_version = row_version + 1
         where company_id = $1 and id = $2 and row_version = $3 and state in ('draft', 'proposed')",
        company,
        version.id.0,
        row_version,
        answer,
        by,
        now
    )
    .execute(&mut **db)
    .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    let after = json!({ "no": version.no, "answer": answer });
    record(db, card.id, "return", None, Some(after)).await?;
    Ok(true)
}

fn written(version: Option<&Version>) -> Option<Value> {
    version.map(|version| terms(version.effective_on, version.is_trial, &version.items))
}

fn terms(effective_on: NaiveDate, is_trial: bool, items: &[Item]) -> Value {
    let weights: Map<String, Value> =
        items.iter().map(|item| (item.counted.code(), item.weight.basis_points().into())).collect();
    json!({ "effective_on": effective_on, "is_trial": is_trial, "weights": weights })
}
