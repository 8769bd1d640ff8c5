use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;

use super::asked::{Asked, Look};
use super::reach::Reach;
use super::report::Report;
use super::sheet::Sheet;
use super::spreadsheet;
use super::views::Index;
use crate::app::App;
use crate::company::{self, Department};
use crate::db::Tenant;
use crate::metric::Metric;
use crate::report::course::Frame;
use crate::report::evidence;
use crate::values::Period;
use crate::web::{Answer, Error, Query, Result, Shell};
use crate::working_days;

/// What was read and compared for one reader.
struct Read {
    look: Look,
    reach: Reach,
    departments: Vec<Department>,
    metrics: Vec<Metric>,
    report: Report,
}

async fn read(app: &App, tenant: &Tenant, shell: &Shell, asked: &Asked) -> Result<Read> {
    let now = app.clock.now().with_timezone(&shell.actor.zone).naive_local();
    let look = asked.look(Period::month(now.date())).ok_or(Error::NotFound)?;
    let mut db = tenant.begin_page().await?;
    let (first, last) = (Period::month(look.period.first()), Period::month(look.period.last()));
    let roster = working_days::roster(&mut db, first.first(), last.last()).await?;
    let frame = Frame::at(look.period, now, shell.actor.day_closes_at, roster);
    let departments = company::departments(&mut db).await?;
    let evidence = evidence(&mut db, &frame).await?;
    let scope = shell.actor.scope();
    let reach = Reach::of(&scope, look.department, &departments, &evidence.sellers);
    let reach = reach.ok_or(Error::NotFound)?;
    let metrics = evidence.metrics.clone();
    let report = Report::of(evidence, frame, &reach, look.focus).ok_or(Error::NotFound)?;
    Ok(Read { look, reach, departments, metrics, report })
}

pub async fn index(
    tenant: Tenant,
    shell: Shell,
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Result<Answer<Index>> {
    let read = read(&app, &tenant, &shell, &asked).await?;
    let whose = (read.look, read.reach);
    Ok(Answer::Page(Index::new(shell, whose, read.departments, read.metrics, read.report)))
}

/// The same table for a spreadsheet.
pub async fn download(
    tenant: Tenant,
    shell: Shell,
    State(app): State<App>,
    Query(asked): Query<Asked>,
) -> Result<impl IntoResponse> {
    let Read { look, report, .. } = read(&app, &tenant, &shell, &asked).await?;
    let sheet = Sheet::of(&report);
    let team = report.team.as_ref().map(|team| Sheet::totals(&report, team));
    let mut lines = spreadsheet::lines(&sheet, report.focus);
    lines.extend(team.iter().map(|(metrics, line)| (line, metrics.as_slice())));
    let named = format!("attachment; filename=\"plan-fact-{}.csv\"", look.period);
    let head = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, named),
    ];
    Ok((head, spreadsheet::written(&lines)?))
}
