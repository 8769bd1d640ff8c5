use axum::extract::State;
use uuid::Uuid;

use super::HOME;
use super::views::Jobs;
use crate::app::App;
use crate::db::on_living;
use crate::jobs::{self, Said};
use crate::web::{Answer, Error, Path, Plain, Result, Visit};

pub async fn jobs(State(app): State<App>, visit: Visit) -> Result<Answer<Jobs>> {
    let numbers = on_living(&app.pool, || jobs::numbers(&app)).await?;
    let queue = on_living(&app.pool, || jobs::queue(&app)).await?;
    Ok(Answer::Page(Jobs { flash: visit.flash, now: app.clock.now(), numbers, queue }))
}

/// The buttons carry nothing but the address.
type Button = Plain<Vec<(String, String)>>;

pub async fn retry(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    Plain(_): Button,
) -> Result<Answer<Jobs>> {
    let said = on_living(&app.pool, || jobs::retry(&app, id)).await?;
    answer(said, id, "Задача снова в очереди.")
}

pub async fn drop(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    Plain(_): Button,
) -> Result<Answer<Jobs>> {
    let said = on_living(&app.pool, || jobs::drop_job(&app, id)).await?;
    answer(said, id, "Задача снята.")
}

fn answer(said: Said, id: Uuid, done: &str) -> Result<Answer<Jobs>> {
    match said {
        Said::Done => {
            tracing::info!(job = %id, done, "the operator has spoken");
            Ok(Answer::saying(HOME, done))
        }
        Said::TooLate => {
            Ok(Answer::saying(HOME, "Пока страница была открыта, задача ушла дальше."))
        }
        Said::Unknown => Err(Error::NotFound),
    }
}
