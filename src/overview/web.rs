use std::sync::Arc;

use axum::extract::State;
use chrono::NaiveDateTime;
use serde::Deserialize;

use super::store;
use super::summary::summary;
use super::views::{Contents, Index};
use crate::access::{Actor, Permission};
use crate::app::App;
use crate::db::Tenant;
use crate::report::course::{Frame, last_closed};
use crate::report::evidence;
use crate::values::{Period, Span};
use crate::web::prepared::{AsOf, Key};
use crate::web::{Answer, Error, Query, Result, Shell};
use crate::week;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    period: String,
}

/// All of the company see the same here, so what was made for one is shown to the next until something changes.
pub async fn index(
    tenant: Tenant,
    shell: Shell,
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Result<Answer<Index>> {
    let actor = &shell.actor;
    let now = app.clock.now().with_timezone(&actor.zone).naive_local();
    let period = asked.period(Period::month(now.date()))?;
    let key = Key { company: actor.company, page: "overview", period };
    let (today, closed) = (now.date(), last_closed(now, actor.day_closes_at));
    let as_of = AsOf { revision: actor.revision, today, closed };
    if let Some(contents) = app.prepared.find(key, as_of) {
        return Ok(Answer::Page(Index { shell, contents }));
    }
    let made = contents(&tenant, actor, period, now).await?;
    let contents: Arc<str> = Arc::from(made.rendered()?);
    if !made.is_empty() {
        app.prepared.keep(key, as_of, &contents); // of an empty one the buttons differ by who looks
    }
    Ok(Answer::Page(Index { shell, contents }))
}

async fn contents(
    tenant: &Tenant,
    actor: &Actor,
    period: Period,
    now: NaiveDateTime,
) -> Result<Contents> {
    let mut db = tenant.begin_page().await?;
    let (start, roster) = store::start(&mut db, period).await?;
    let closes = actor.day_closes_at;
    let frame = Frame::at(period, now, closes, roster);
    let evidence = evidence(&mut db, &frame).await?;
    let summary = summary(&evidence, &frame, start.tracking_from);
    let weeks = if frame.period.contains(frame.today) && !start.is_empty() {
        week::standings(&mut db, (now, closes), start.tracking_from, frame.calendar()).await?
    } else {
        vec![]
    };
    let may_set_up = actor.may(Permission::SetupEdit);
    Ok(Contents { zone: actor.zone, closes, may_set_up, frame, start, summary, weeks })
}

impl Asked {
    /// A week, a month or a quarter; this month unless another is asked for.
    fn period(&self, this: Period) -> Result<Period> {
        if self.period.is_empty() {
            return Ok(this);
        }
        let period: Period = self.period.parse().map_err(|_| Error::NotFound)?;
        match period.span() {
            Span::Week | Span::Month | Span::Quarter => Ok(period),
            Span::Day | Span::Year => Err(Error::NotFound),
        }
    }
}
