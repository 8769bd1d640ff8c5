//! What is done about sign-ins outside a request.
use anyhow::{Context, Result, ensure};
use chrono::TimeDelta;

use super::mail;
use super::registration::{check_email, normal_email};
use super::session::{new_token, token_hash};
use super::store::{self, By, Maker};
use crate::app::App;
use crate::db::Login;
use crate::form::FieldErrors;
use crate::mail::{Content, Frame, Letter};

/// Forgets sessions and links that have ended.
pub async fn forget_ended(app: &App) -> sqlx::Result<()> {
    let mut db = Login::new(app).begin().await?;
    store::forget_ended(&mut db).await?;
    db.commit().await
}

/// Makes a link for whoever signs in by this address, whatever it opens: the keeper of the server vouches. Gives its secret.
/// `lifts`: the second factor goes with the old password.
///
/// # Errors
/// In Russian, when nobody signs in by it.
pub async fn make_reset_link(
    app: &App,
    email: &str,
    lasts: TimeDelta,
    lifts: bool,
) -> Result<String> {
    let email = normal_email(email);
    let mut db = Login::new(app).begin().await?;
    let account = store::account_by_email(&mut db, &email).await?;
    let person = account.with_context(|| format!("Никто не входит по адресу {email}"))?.id;
    store::hold_person(&mut db, person).await?;
    let (secret, ends_at) = (new_token(), db.now() + lasts);
    store::add_link(&mut db, &secret, person, ends_at, &Maker::Server { lifts }).await?;
    store::record_everywhere(db, person, By::Server, "reset_link").await?.commit().await?;
    Ok(secret)
}

/// Makes whoever signs in by this address an operator. A new sign-in has no password yet: its link is given.
///
/// # Errors
/// When the address is none, or the database does not answer.
pub async fn make_operator(app: &App, email: &str, lasts: TimeDelta) -> Result<Option<String>> {
    let mut errors = FieldErrors::default();
    let email = check_email(&mut errors, email);
    ensure!(errors.is_empty(), "{}", errors.on("email").unwrap_or("Такой почты не бывает"));
    let mut db = Login::new(app).begin().await?;
    let has_password = store::add_operator(&mut db, &email).await?;
    db.commit().await?;
    if has_password {
        return Ok(None);
    }
    make_reset_link(app, &email, lasts, false).await.map(Some)
}

/// Makes an operator an ordinary person again.
///
/// # Errors
/// When nobody signs in by the address.
pub async fn dismiss_operator(app: &App, email: &str) -> Result<()> {
    let email = normal_email(email);
    let mut db = Login::new(app).begin().await?;
    ensure!(store::end_operator(&mut db, &email).await?, "Никто не входит по адресу {email}");
    Ok(db.commit().await?)
}

/// How long a link for a new password in a letter holds: whoever asks for it is at the screen.
const RESET_LASTS: TimeDelta = TimeDelta::hours(1);

/// The letter that carries a link for a new password. Whether anybody signs in by the address is seen here and not where the
/// letter is asked for, so that a stranger learns nothing there, not even by the time it takes.
pub async fn reset_letter(app: &App, letter: &Letter, frame: Frame) -> Result<Option<Content>> {
    let mut db = Login::new(app).begin().await?;
    let found = store::reachable(&mut db, &letter.address).await?;
    let Some((person, name)) = found else { return Ok(None) };
    store::hold_person(&mut db, person).await?;
    let (secret, ends_at) = (new_token(), db.now() + RESET_LASTS);
    store::add_link(&mut db, &secret, person, ends_at, &Maker::Letter).await?;
    db.commit().await?;
    let link = format!("{}/reset?link={secret}", frame.site);
    let note = mail::Note { frame, name: &name, address: &letter.address, link };
    Ok(Some(mail::reset(&note)?))
}

/// The letter that asks whether an address is its person's; none when that is known, or the person has another by now.
pub async fn confirmation_letter(
    app: &App,
    letter: &Letter,
    frame: Frame,
) -> Result<Option<Content>> {
    let Some(person) = letter.person else { return Ok(None) };
    let mut db = Login::new(app).begin().await?;
    let name = store::unconfirmed(&mut db, person, &letter.address).await?;
    let Some(name) = name else { return Ok(None) };
    let secret = new_token();
    crate::mail::set_token(&mut db, letter.id, &token_hash(&secret)).await?;
    db.commit().await?;
    let link = format!("{}/confirmation?link={secret}", frame.site);
    let note = mail::Note { frame, name: &name, address: &letter.address, link };
    Ok(Some(mail::confirmation(&note)?))
}
