//! What is done about sign-ins outside a request.
use anyhow::{Context, Result};
use chrono::TimeDelta;

use super::registration::normal_email;
use super::session::new_token;
use super::store::{self, By, Maker};
use crate::app::App;
use crate::db::Login;

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
