//! What each kind of job does: unpack, call the slice, done.
use super::{Failure, Kind, PRODUCT_ZONE, Taken, store};
use crate::app::App;
use crate::db::{Tenant, TenantTx};
use crate::values::CompanyId;
use crate::{backup, closing, day, deletion, expert, import, mail, signin};

/// Does one job.
pub(super) async fn perform(app: &App, job: &Taken) -> Result<(), Failure> {
    match job.kind {
        Kind::CloseMonths => close_months(app).await,
        Kind::ForgetSignIns => Ok(signin::forget_ended(app).await?),
        Kind::Tidy => tidy(app).await,
        Kind::TidyCompany => tidy_company(app, job).await,
        Kind::Letter => send(app, job).await,
        Kind::RemindOfDay => remind(app, job).await,
        Kind::Introduction => Ok(expert::look_again(app, job.company).await?),
        Kind::CopyDatabase => copy_database(app).await,
        Kind::EraseCompanies => {
            deletion::erase_due(app).await?;
            Ok(())
        }
    }
}

/// What stands in the way is the server's, not a person's: the operator reads it as it is.
async fn copy_database(app: &App) -> Result<(), Failure> {
    let Some(nightly) = &app.settings.copies else { return Ok(()) };
    let now = app.clock.now();
    let day = now.with_timezone(&PRODUCT_ZONE).date_naive();
    match backup::nightly(nightly, day, now).await {
        Ok(made) => {
            if let Some(path) = made {
                tracing::info!(path = %path.display(), "copy of the database made");
            }
            Ok(())
        }
        Err(error) => {
            tracing::error!("копия базы не сделана: {error:#}");
            Err(Failure::Again(format!("{error:#}")))
        }
    }
}

async fn close_months(app: &App) -> Result<(), Failure> {
    let months = closing::close_due(app).await?;
    if months > 0 {
        tracing::info!(months, "months closed on their day");
    }
    Ok(())
}

async fn tidy(app: &App) -> Result<(), Failure> {
    store::forget_ended(app).await?;
    Ok(mail::forget_ended(app).await?)
}

async fn tidy_company(app: &App, job: &Taken) -> Result<(), Failure> {
    let mut db = begin(app, job).await?;
    store::forget_submissions(&mut db).await?;
    import::forget_drafts(&mut db).await?;
    Ok(db.commit().await?)
}

async fn send(app: &App, job: &Taken) -> Result<(), Failure> {
    let id = job.payload.get("letter").and_then(|id| id.as_str()?.parse().ok());
    let id = id.ok_or_else(|| Failure::Final("В задаче не названо письмо".into()))?;
    mail::send(app, id, job.attempts >= job.most_attempts).await
}

async fn remind(app: &App, job: &Taken) -> Result<(), Failure> {
    let day = day::day_of(&job.payload);
    let day = day.ok_or_else(|| Failure::Final("В задаче не назван день".into()))?;
    Ok(day::remind(app, company(job)?, day).await?)
}

/// The job's company, where nobody acts.
async fn begin(app: &App, job: &Taken) -> Result<TenantTx, Failure> {
    Ok(Tenant::unattended(app, company(job)?).begin().await?)
}

fn company(job: &Taken) -> Result<CompanyId, Failure> {
    job.company.ok_or_else(|| Failure::Final("У задачи нет компании".into()))
}
