//! The days of the demonstration: months are planned, days are logged.
use anyhow::{Context, Result};
use chrono::{Months, NaiveDate, TimeDelta};

use super::days::{days, record};
use super::{Found, at_hour, first_day};
use crate::actual;
use crate::app::App;
use crate::company;
use crate::day;
use crate::db::TenantTx;
use crate::demo::behaviour::{MONTHS, month_plan};
use crate::demo::cast::{Company, Manner};
use crate::plan::{NewVersion, Target, approve, latest_between};
use crate::values::{DepartmentId, MemberId, MetricId, Period};

/// The codes of the metrics in the order of a day's figures.
const METRICS: [&str; 5] = ["calls", "meetings", "offers", "invoices", "payments"];

/// The sellers as the company knows them, each with its manner and a number of its own.
pub(super) type Sellers = Vec<(MemberId, DepartmentId, Manner, u64)>;

/// Approves the months that have no plan yet and records the days that have passed.
pub async fn live(app: &App, cast: &Company, found: &Found, today: NaiveDate) -> Result<()> {
    let now = app.clock.now();
    let mut db = found.at(app, now).begin().await?;
    let sellers = sellers(&mut db, cast, today).await?;
    let metrics = metrics(&mut db).await?;
    let known = actual::last_day(&mut db).await?;
    let start = first_day(today);
    let planned = latest_between(&mut db, start, Period::month(today).first()).await?;
    let planned: Vec<_> = planned.iter().map(|version| version.month).collect();
    drop(db);
    for month in months(start, today) {
        let plan = plans(cast, &sellers, month, today);
        if !planned.contains(&month) {
            propose(app, found, &sellers, &plan, &metrics, month).await?;
        }
        for part in Period::month(month).week_parts() {
            let from = known.map_or(part.starts_on, |known| known.max(part.starts_on));
            let to = part.ends_on.min(today);
            if from <= to {
                let mut db = found.at(app, at_hour(to, 19, 0).min(now)).begin().await?;
                let logged = day::logged(&mut db, from, to).await?;
                let days = days(&sellers, &plan, (from, to), (today, now), &logged);
                record(&mut db, &days, &metrics).await?;
                db.commit().await?;
            }
        }
    }
    Ok(())
}

async fn sellers(db: &mut TenantTx, cast: &Company, today: NaiveDate) -> Result<Sellers> {
    let members = company::members(db, today).await?;
    let found = cast.people.iter().enumerate().filter_map(|(at, person)| {
        let member = members.iter().find(|member| member.name == person.name)?;
        let key = u64::try_from(at).ok()? + cast.month_money.unsigned_abs();
        Some((member.id, member.department?, person.manner?, key))
    });
    Ok(found.collect())
}

/// The metrics in the order of [`METRICS`].
async fn metrics(db: &mut TenantTx) -> Result<Vec<MetricId>> {
    let all = crate::metric::all(db).await?;
    METRICS
        .iter()
        .map(|code| {
            let found = all.iter().find(|metric| metric.code == *code);
            found.map(|metric| metric.id).with_context(|| format!("no metric {code}"))
        })
        .collect()
}

fn plans(cast: &Company, sellers: &Sellers, month: NaiveDate, today: NaiveDate) -> Vec<[i64; 5]> {
    let shares: i64 = sellers.iter().map(|(_, _, manner, _)| manner.share).sum();
    let equal = cast.month_money * 100 / shares.max(1);
    sellers.iter().map(|(_, _, manner, _)| month_plan(*manner, month, today, equal)).collect()
}

/// The owner approves a month's plan three days before it begins.
async fn propose(
    app: &App,
    found: &Found,
    sellers: &Sellers,
    plan: &[[i64; 5]],
    metrics: &[MetricId],
    month: NaiveDate,
) -> Result<()> {
    let Some((_, department, ..)) = sellers.first() else { return Ok(()) };
    let mut db = found.at(app, at_hour(month - TimeDelta::days(3), 11, 20)).begin().await?;
    let targets = sellers.iter().zip(plan).flat_map(|((member, ..), plan)| {
        let minor =
            plan.iter().enumerate().map(|(at, value)| if at == 4 { value * 100 } else { *value });
        metrics.iter().zip(minor).filter(|(_, value)| *value > 0).map(|(metric, value)| Target {
            member: Some(*member),
            metric: *metric,
            value: Some(value),
        })
    });
    let version = NewVersion {
        department: *department,
        month,
        effective_on: month,
        reason: None,
        import: None,
        targets: targets.collect(),
    };
    approve(&mut db, &version).await?;
    db.commit().await?;
    Ok(())
}

fn months(first: NaiveDate, today: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    (0..=MONTHS).map(move |ahead| first + Months::new(ahead)).filter(move |month| *month <= today)
}
