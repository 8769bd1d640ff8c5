//! What has closed in the demonstration: heads confirm their weeks, months close on their day.
use anyhow::Result;
use chrono::NaiveDate;

use super::{Found, at_hour, first_day};
use crate::access::Role;
use crate::app::App;
use crate::closing::{self, Closures, Span};
use crate::db::{Tenant, TenantTx};
use crate::demo::words::words;
use crate::signal::{self, Draft};
use crate::values::{DepartmentId, MemberId, Period, WeekPart, WorkCalendar};
use crate::week::{self, Desk};
use crate::{company, plan};

/// Closes the weeks and months that are over and that nobody said anything of.
pub async fn close_what_is_over(app: &App, found: &Found, today: NaiveDate) -> Result<()> {
    let mut db = found.at(app, app.clock.now()).begin().await?;
    let closures = closing::look(&mut db, first_day(today), today).await?;
    let departments = company::departments(&mut db).await?;
    let people = company::members(&mut db, today).await?;
    drop(db);
    let head = people.iter().find(|person| person.role == Role::Head);
    let head = head.map_or((found.owner, Role::Owner), |head| (head.id, Role::Head));
    for department in departments {
        for part in parts(today).filter(|part| closures.week(department.id, *part).is_none()) {
            confirm(app, found, head, department.id, part).await?;
        }
    }
    for month in months(today).filter(|month| is_unsaid(&closures, *month)) {
        let at = closures.rules.month_closes_at(month).and_local_timezone(closures.rules.zone);
        let Some(at) = at.earliest() else { continue };
        let mut db = found.at(app, at.to_utc()).begin().await?;
        closing::close(&mut db, None, Span::Month(month)).await?;
        db.commit().await?;
    }
    Ok(())
}

/// How many days back heads have told causes and set plans of weeks.
const TOLD: i64 = 40;

/// On the evening of the week's last working day; of late with causes, measures and the plan of the next week.
async fn confirm(
    app: &App,
    found: &Found,
    head: (MemberId, Role),
    department: DepartmentId,
    part: WeekPart,
) -> Result<()> {
    let last = part.working_days(WorkCalendar::russia()).next_back();
    let at = at_hour(last.unwrap_or(part.ends_on), 19, 10);
    let mut db = Tenant::acting(app, found.id, head, at).begin().await?;
    if head.1 == Role::Head && (app.clock.now() - at).num_days() <= TOLD {
        tell(&mut db, department, part).await?;
    }
    closing::close(&mut db, Some(department), Span::Week(part)).await?;
    db.commit().await?;
    Ok(())
}

async fn tell(db: &mut TenantTx, department: DepartmentId, part: WeekPart) -> Result<()> {
    let Some(evidence) = week::read(db, Some(department), part).await? else { return Ok(()) };
    let desk = Desk::lay(evidence);
    let due_on = part.next().working_days(desk.evidence.calendar()).next_back();
    for deviation in &desk.deviations {
        let code = desk.code(deviation.metric);
        let words = words(code, &deviation.whose());
        let draft = Draft {
            happened: words.happened,
            we_do: words.we_do.into(),
            due_on: due_on.unwrap_or(part.ends_on),
            needed: words.needed.into(),
        };
        signal::explain(db, (department, part), deviation.metric, None, &draft).await?;
    }
    for plan in desk.given_plans() {
        plan::set_week(db, &plan).await?;
    }
    Ok(())
}

fn parts(today: NaiveDate) -> impl Iterator<Item = WeekPart> {
    let first = WeekPart::containing(first_day(today));
    std::iter::successors(Some(first), |part| Some(part.next()))
        .take_while(move |part| part.ends_on < today)
}

fn months(today: NaiveDate) -> impl Iterator<Item = Period> {
    let first = Period::month(first_day(today));
    std::iter::successors(Some(first), |month| Some(month.next()))
        .take_while(move |month| month.last() < today)
}

fn is_unsaid(closures: &Closures, month: Period) -> bool {
    closures.month(month).is_none() && closures.is_due(month)
}
