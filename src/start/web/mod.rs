//! Handlers, a file a step.
pub mod check;
pub mod done;
pub mod goal;
pub mod industry;
pub mod people;

use chrono::NaiveDate;

use super::goal::GoalForm;
use super::known::Known;
use super::progress::{Progress, Step, Typed};
use super::proposal::Seller;
use super::store;
use crate::company::{self, Member};
use crate::db::{Tenant, TenantTx};
use crate::values::Period;
use crate::web::{Answer, Result};
use crate::{metric, norm, working_days};

/// Where it was left.
pub async fn resume(tenant: Tenant) -> Result<Answer<super::views::Goal>> {
    let (progress, _) = store::progress(&mut tenant.begin().await?).await?;
    Ok(Answer::SeeOther(progress.step.href().into()))
}

async fn load(db: &mut TenantTx, today: NaiveDate) -> Result<Known> {
    let (progress, template) = store::progress(db).await?;
    let (metrics, norms) = (metric::all(db).await?, norm::all(db).await?);
    let minutes = norm::minutes(db).await?;
    let last = Period::year(today).next().last();
    let roster = working_days::roster(db, Period::month(today).first(), last).await?;
    Ok(Known { today, progress, template, metrics, norms, minutes, roster })
}

/// Goes on to the step after `step` and remembers what was typed.
async fn onward(db: &mut TenantTx, mut progress: Progress, step: Step) -> Result<Step> {
    progress.reach(step.next());
    store::save(db, &progress).await?;
    Ok(step.next())
}

/// Those who sell in a month and stand in a department.
fn sellers(known: &Known, people: &[Member], month: Period) -> Vec<Seller> {
    let present = people.iter().filter(|one| one.sells && !one.is_dismissed(month.first()));
    present
        .filter_map(|one| {
            Some(Seller {
                member: one.id,
                name: one.name.clone(),
                role: one.role,
                department: one.department?,
                days: known.roster.days_of(one.id, month),
                carried: known.roster.carried(one.id, month),
            })
        })
        .collect()
}

/// The months that the goal asks for and what each must bring; none while there is no goal.
fn months(known: &Known) -> Vec<(Period, i64)> {
    let Typed { goal, .. } = &known.progress.typed;
    if *goal == GoalForm::default() {
        return vec![];
    }
    let calendar = known.calendar();
    let Ok(goal) = goal.check(known.today, calendar) else { return vec![] };
    goal.months(known.today, known.season().as_ref(), calendar)
}

async fn people(db: &mut TenantTx, today: NaiveDate) -> Result<Vec<Member>> {
    let mut people = company::members(db, today).await?;
    people.retain(|one| !one.is_dismissed(today));
    Ok(people)
}
