//! Sending one letter.
use anyhow::Context;
use uuid::Uuid;

use super::post::Undelivered;
use super::{Content, Frame, Kind, Letter, State, store};
use crate::app::App;
use crate::jobs::Failure;
use crate::{day, invitation, signin};

/// Sends a letter that has not gone out yet. `is_last`: nobody will try again by himself.
pub async fn send(app: &App, id: Uuid, is_last: bool) -> Result<(), Failure> {
    let Some(letter) = store::letter(app, id).await? else { return Ok(()) };
    if matches!(letter.state, State::Sent | State::Dropped) {
        return Ok(());
    }
    let (Some(post), Some(site)) = (&app.settings.post, &app.settings.public_url) else {
        return undelivered(app, id, Undelivered::Later(NO_SERVER.into()), is_last).await;
    };
    let composed = compose(app, &letter, Frame { site: site.clone() }).await;
    if composed.is_err() && is_last {
        store::settle(app, id, State::Failed, None).await?;
    }
    let Some(content) = composed? else {
        store::settle(app, id, State::Dropped, None).await?;
        return Ok(());
    };
    match post.send((id, app.clock.now()), &letter.address, &content).await {
        Ok(()) => Ok(store::settle(app, id, State::Sent, None).await?),
        Err(why) => undelivered(app, id, why, is_last).await,
    }
}

const NO_SERVER: &str = "Почтовый сервер не настроен (MAYAK_SMTP_URL)";

async fn undelivered(app: &App, id: Uuid, why: Undelivered, is_last: bool) -> Result<(), Failure> {
    match why {
        Undelivered::Refused(refusal, why) => {
            store::settle(app, id, State::Refused, Some(refusal)).await?;
            Err(Failure::Final(why))
        }
        Undelivered::Later(why) => {
            if is_last {
                store::settle(app, id, State::Failed, None).await?;
            }
            Err(Failure::Again(why))
        }
    }
}

/// What a letter says by now; none when there is nothing left to say.
async fn compose(app: &App, letter: &Letter, frame: Frame) -> Result<Option<Content>, Failure> {
    let composed = match letter.kind {
        Kind::Invitation => invitation::letter(app, letter, frame).await,
        Kind::Reset => signin::reset_letter(app, letter, frame).await,
        Kind::Confirmation => signin::confirmation_letter(app, letter, frame).await,
        Kind::DayReminder => day::reminder_letter(app, letter, frame).await,
    };
    Ok(composed.with_context(|| format!("a letter of kind {}", letter.kind.code()))?)
}
