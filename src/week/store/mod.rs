//! Reading a department's week in a fixed small number of statements.
mod facts;
mod standing;
mod team;

pub use standing::standings;
pub use team::team;

use super::ahead::next_parts;
use super::evidence::Evidence;
use super::person::Person;
use crate::closing::{self, Proposal};
use crate::db::TenantTx;
use crate::signal;
use crate::values::{DepartmentId, WeekPart};
use crate::{metric, plan};

/// All that a week's pages need: seven statements. Without a department asked for, the first with people who sell.
/// `None`: the company has no such department.
pub async fn read(
    db: &mut TenantTx,
    asked: Option<DepartmentId>,
    part: WeekPart,
) -> sqlx::Result<Option<Evidence>> {
    let month = part.month();
    let days = (month.previous().first(), month.next().last());
    let (team, roster) = team::team_with_days(db, days).await?;
    let Some(department) = team.department(asked, part).cloned() else { return Ok(None) };
    let next = next_parts(part, roster.company());
    let last = next.last().copied().unwrap_or(part);
    let before = part.month().previous().first();
    let metrics = metric::all(db).await?;
    let closures = closing::said(db, before, last.ends_on).await?;
    let plans = plan::plans(db, department.id, part, last).await?;
    let facts = facts::facts(db, department.id, part).await?;
    let explained = signal::explained(db, department.id, part.starts_on, part.starts_on).await?;
    let proposals = closing::proposals(db, part.starts_on, part.ends_on, None).await?;
    let ours = proposals.into_iter().filter(|one| is_of(&team.people, department.id, one));
    let (proposals, elsewhere): (Vec<_>, Vec<_>) = ours.partition(|one| part.contains(one.day));
    let waiting = elsewhere.iter().map(|proposal| WeekPart::containing(proposal.day)).collect();
    let mut people = team.people;
    let is_uncovered = |target: &plan::Target| target.member.is_none();
    if plans.months.iter().any(|version| version.targets.iter().any(is_uncovered)) {
        people.push(Person::nobody());
    }
    let (departments, today) = (team.departments, closures.now.date());
    Ok(Some(Evidence {
        part,
        today,
        department,
        departments,
        metrics,
        people,
        roster,
        closures,
        plans,
        facts,
        explained,
        proposals,
        waiting,
    }))
}

fn is_of(people: &[Person], department: DepartmentId, proposal: &Proposal) -> bool {
    let person = people.iter().find(|person| person.id == proposal.member);
    person.is_some_and(|person| closing::place(&person.places, proposal.day) == Some(department))
}
