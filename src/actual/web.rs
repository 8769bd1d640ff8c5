use axum::extract::State;
use serde::Deserialize;
use uuid::Uuid;

use super::listing::{Cursor, Filter, OfSide, Whose, entered, within};
use super::store;
use super::views::{Entries, Found};
use crate::access::Scope;
use crate::app::App;
use crate::company::{self, Department, Member};
use crate::db::Tenant;
use crate::metric::{self, Metric};
use crate::report;
use crate::report::course::Frame;
use crate::report::side::Side;
use crate::values::{MetricId, Period, WorkCalendar, optional_id};
use crate::web::{Answer, Error, Query, Result, Shell};
use crate::working_days::Roster;

/// As asked in the address; empty is «все».
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    member: String,
    department: String,
    metric: String,
    period: String,
    /// A side of the plan, where the metric is a sum.
    whose: String,
    after: String,
}

pub async fn index(
    tenant: Tenant,
    shell: Shell,
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Result<Answer<Entries>> {
    let now = app.clock.now().with_timezone(&shell.actor.zone).naive_local();
    let period = asked.period(Period::month(now.date()))?;
    // Only which months have a plan is asked here, not on which of their days.
    let roster = Roster::plain(WorkCalendar::russia().clone());
    let frame = Frame::at(period, now, shell.actor.day_closes_at, roster);
    let mut db = tenant.begin().await?;
    let people = company::members(&mut db, frame.today).await?;
    let metrics = metric::all(&mut db).await?;
    let departments = company::departments(&mut db).await?;
    let whose = asked.within(&shell.actor.scope(), &people, &departments)?;
    if let (true, Some(member), Some(there)) =
        (whose.is_elsewhere, whose.member, &whose.departments)
        && !company::has_been_in(&mut db, member, there).await?
    {
        return Err(Error::NotFound);
    }
    let metric = asked.metric(&metrics)?;
    let side = match (asked.side()?, metric.filter(|metric| metric.is_summed())) {
        (Some(side), Some(metric)) => {
            let planned =
                report::planned_months(&mut db, &frame, &people, metric, whose.member).await?;
            Some(OfSide { side, planned })
        }
        _ => None,
    };
    let filter = Filter {
        member: whose.member,
        metrics: metric.map_or_else(|| metrics.iter().map(|m| m.id).collect(), entered),
        period,
        departments: whose.departments,
        side,
        after: Cursor::read(&asked.after),
    };
    let sums = store::sums(&mut db, &filter, frame.closed).await?;
    let entries = store::entries(&mut db, &filter).await?;
    let metric = metric.cloned();
    let department = id(&asked.department)?;
    let found = Found { people, departments, department, metrics, metric, sums, entries };
    Ok(Answer::Page(Entries::new(shell, frame, filter, found)))
}

impl Asked {
    fn within(
        &self,
        scope: &Scope,
        people: &[Member],
        departments: &[Department],
    ) -> Result<Whose> {
        let asked = (id(&self.member)?, id(&self.department)?);
        within(scope, asked, people, departments).ok_or(Error::NotFound)
    }

    fn period(&self, this: Period) -> Result<Period> {
        if self.period.is_empty() {
            return Ok(this);
        }
        self.period.parse().map_err(|_| Error::NotFound)
    }

    fn metric<'a>(&self, known: &'a [Metric]) -> Result<Option<&'a Metric>> {
        let Some(id) = id::<MetricId>(&self.metric)? else { return Ok(None) };
        known.iter().find(|metric| metric.id == id).map(Some).ok_or(Error::NotFound)
    }

    fn side(&self) -> Result<Option<Side>> {
        if self.whose.is_empty() {
            return Ok(None);
        }
        Side::from_code(&self.whose).map(Some).ok_or(Error::NotFound)
    }
}

fn id<T: From<Uuid>>(text: &str) -> Result<Option<T>> {
    optional_id(text).map_err(|_| Error::NotFound)
}
