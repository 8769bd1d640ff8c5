use axum::extract::State;
use serde::Deserialize;

use super::store;
use super::summary::summary;
use super::views::Index;
use crate::app::App;
use crate::db::Tenant;
use crate::report::course::Frame;
use crate::report::evidence;
use crate::values::{Period, Span};
use crate::web::{Answer, Error, Query, Result, Shell};
use crate::week;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    period: String,
}

pub async fn index(
    tenant: Tenant,
    shell: Shell,
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Result<Answer<Index>> {
    let now = app.clock.now().with_timezone(&shell.actor.zone).naive_local();
    let period = asked.period(Period::month(now.date()))?;
    let mut db = tenant.begin().await?;
    let (start, roster) = store::start(&mut db, period).await?;
    let frame = Frame::at(period, now, shell.actor.day_closes_at, roster);
    let evidence = evidence(&mut db, &frame).await?;
    let summary = summary(&evidence, &frame, start.tracking_from);
    let weeks = if frame.period.contains(frame.today) && !start.is_empty() {
        let closes = shell.actor.day_closes_at;
        week::standings(&mut db, (now, closes), start.tracking_from, frame.calendar()).await?
    } else {
        vec![]
    };
    Ok(Answer::Page(Index::new(shell, frame, start, summary, weeks)))
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
