use axum::extract::State;
use serde::Deserialize;

use super::{account, confirmation};
use crate::app::App;
use crate::db::{Login, LoginTx, broken_constraint};
use crate::form::FieldErrors;
use crate::signin::registration::check_email;
use crate::signin::views::Account;
use crate::signin::{hashing, store};
use crate::web::{Answer, Form, Result, Shell};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct AddressForm {
    email: String,
    password: String,
}

/// Another address to sign in by. Sent twice it finds the address there already.
pub async fn change(
    State(app): State<App>,
    login: Login,
    shell: Shell,
    Form(form, _): Form<AddressForm>,
) -> Result<Answer<Account>> {
    let mut errors = FieldErrors::default();
    let email = check_email(&mut errors, &form.email);
    let mut db = login.begin().await?;
    let (old, account) = store::account(&mut db, shell.actor.person).await?;
    drop(db);
    app.limits.attempt(&old, None)?;
    if !hashing::verify(&form.password, account.hash).await? {
        errors.add("password", "Пароль не подошёл");
    }
    if !errors.is_empty() {
        return refused(&app, &login, shell, form.email, errors).await;
    }
    if email != old && !write(&app, login.begin().await?, &shell, &email).await? {
        let errors = FieldErrors::one("email", "Этот адрес занят: по нему уже входят в Маяк");
        return refused(&app, &login, shell, form.email, errors).await;
    }
    Ok(Answer::saying("/account", format!("Теперь вы входите по адресу {email}.")))
}

/// `false`: the address is somebody's; nothing is written.
async fn write(app: &App, mut db: LoginTx, shell: &Shell, email: &str) -> Result<bool> {
    let person = shell.actor.person;
    match store::change_address(&mut db, person, email).await {
        Err(error) if broken_constraint(&error) == Some("person_email_norm_key") => {
            return Ok(false);
        }
        changed => changed?,
    }
    confirmation::write(app, &mut db, person, email).await?;
    store::record(db, &shell.actor, "change_address").await?.commit().await?;
    Ok(true)
}

async fn refused(
    app: &App,
    login: &Login,
    shell: Shell,
    typed: String,
    errors: FieldErrors,
) -> Result<Answer<Account>> {
    let page = account::page(app, &mut login.begin().await?, shell, errors).await?;
    Ok(Answer::Refused(Account { typed, ..page }))
}
