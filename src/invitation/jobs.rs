//! The letter that carries an invitation.
use super::link::Link;
use super::{mail, store};
use crate::app::App;
use crate::company;
use crate::db::Tenant;
use crate::mail::{Content, Frame, Letter};
use crate::signin::new_token;
use crate::values::InvitationId;

/// Makes the letter's own link and says what the letter says; none when the invitation lets nobody in any more.
pub async fn letter(app: &App, letter: &Letter, frame: Frame) -> anyhow::Result<Option<Content>> {
    let (Some(company), Some(id)) = (letter.company, letter.subject) else { return Ok(None) };
    let mut db = Tenant::unattended(app, company).begin().await?;
    let profile = company::profile(&mut db).await?;
    let today = app.clock.today(profile.zone);
    let found = store::find(&mut db, InvitationId(id), today).await?;
    let Some(invitation) = found.filter(|one| one.is_open() && one.is_for(&letter.address)) else {
        return Ok(None);
    };
    let link = Link::new(new_token(), app.clock.now());
    store::set_letter_link(&mut db, invitation.id, &link).await?;
    db.commit().await?;
    let at = link.at(&frame.site);
    Ok(Some(mail::content(frame, &profile, &invitation, at)?))
}
