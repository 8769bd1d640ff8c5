//! What is done about sign-ins outside a request.
use anyhow::{Context, Result, ensure};
use chrono::TimeDelta;

use super::registration::{check_email, normal_email};
use super::session::new_token;
use super::store::{self, By, Maker};
use crate::app::App;
use crate::db::Login;
use crate::form::FieldErrors;

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
