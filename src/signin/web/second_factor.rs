use axum::extract::State;

use super::proof::{self, Proof};
use crate::access::Actor;
use crate::app::App;
use crate::db::{BeginError, Login, Tenant, TenantTx};
use crate::form::FieldErrors;
use crate::signin::second_factor::{Seed, SetUpForm, TurnOffForm};
use crate::signin::store::{self, Account};
use crate::signin::views::SecondFactor;
use crate::signin::{hashing, recovery, seal};
use crate::web::{Answer, Form, Result, Shell, Visit};

const HERE: &str = "/account/second-factor";

pub async fn show(login: Login, shell: Shell) -> Result<Answer<SecondFactor>> {
    Ok(Answer::Page(page(&login, shell, Seed::new(), FieldErrors::default()).await?))
}

async fn page(
    login: &Login,
    shell: Shell,
    seed: Seed,
    errors: FieldErrors,
) -> Result<SecondFactor> {
    let mut db = login.begin().await?;
    let (email, _) = store::account(&mut db, shell.actor.person).await?;
    Ok(match store::second_factor(&mut db, shell.actor.person).await? {
        Some(factor) => SecondFactor::on(shell, &factor, errors),
        None => SecondFactor::set_up(shell, &seed, &email, errors),
    })
}

/// The password and a code of the new secret prove that it is the person and that the phone has it. The recovery codes
/// are seen on this answer only; sent twice the form shows the same ones.
pub async fn turn_on(
    State(app): State<App>,
    (tenant, login): (Tenant, Login),
    visit: Visit,
    shell: Shell,
    Form(form, once): Form<SetUpForm>,
) -> Result<Answer<SecondFactor>> {
    let (actor, codes) = (&shell.actor, recovery::codes(&visit.secret, once.0));
    if let Err(BeginError::Repeated(_)) = tenant.begin().await?.refuse_repeated(once).await {
        return shown_again(&login, shell, codes).await;
    }
    let Some(seed) = Seed::from_base32(&form.seed) else {
        let errors = FieldErrors::one("form", "Страница устарела — снимите новый код телефоном");
        return Ok(Answer::Refused(page(&login, shell, Seed::new(), errors).await?));
    };
    let mut errors = FieldErrors::default();
    let step = seed.step_of(&digits(&form.code), app.clock.now());
    if step.is_none() {
        errors.add("code", Proof::Wrong.words());
    }
    check_password(&app, &login, actor, &form.password, &mut errors).await?;
    let Some(step) = step.filter(|_| errors.is_empty()) else {
        return Ok(Answer::Refused(page(&login, shell, seed, errors).await?));
    };
    let key = app.settings.key.as_ref();
    let sealed = seal::seal(key, actor.person, seed.bytes()).map_err(anyhow::Error::from)?;
    let done = match tenant.begin_once(once).await {
        Err(BeginError::Repeated(_)) => return shown_again(&login, shell, codes).await,
        begun => add(begun?, &visit, actor, (&sealed, step), &codes).await?,
    };
    Ok(if done {
        Answer::Page(SecondFactor::codes(shell, codes))
    } else {
        Answer::SeeOther(HERE.into())
    })
}

/// Other sessions began without a code: they end. False when it was on already.
async fn add(
    db: TenantTx,
    visit: &Visit,
    actor: &Actor,
    secret: (&[u8], i64),
    codes: &[String],
) -> Result<bool> {
    let mut db = db.into_login().await?;
    if !store::add_second_factor(&mut db, actor.person, secret, codes).await? {
        return Ok(false);
    }
    store::end_other_sessions(&mut db, actor.person, &visit.token_hash).await?;
    store::record(db, actor, "turn_second_factor_on").await?.commit_to(HERE).await?;
    Ok(true)
}

/// The codes of a form sent twice, as long as they open.
async fn shown_again(
    login: &Login,
    shell: Shell,
    codes: Vec<String>,
) -> Result<Answer<SecondFactor>> {
    let mut db = login.begin().await?;
    for code in codes.iter().filter_map(|code| recovery::normal(code)) {
        if store::holds_code(&mut db, shell.actor.person, &code).await? {
            return Ok(Answer::Page(SecondFactor::codes(shell, codes)));
        }
    }
    Ok(Answer::SeeOther(HERE.into()))
}

pub async fn turn_off(
    State(app): State<App>,
    (tenant, login): (Tenant, Login),
    shell: Shell,
    Form(form, once): Form<TurnOffForm>,
) -> Result<Answer<SecondFactor>> {
    tenant.begin().await?.refuse_repeated(once).await?;
    let mut errors = FieldErrors::default();
    check_password(&app, &login, &shell.actor, &form.password, &mut errors).await?;
    app.limits.code(shell.actor.person)?;
    if errors.is_empty() {
        let db = tenant.begin_once(once).await?;
        match remove(&app, db, &shell.actor, &form.code).await? {
            Ok(location) => return Ok(Answer::saying(location, "Второй фактор выключен")),
            Err(proof) => errors.add("code", proof.words()),
        }
    }
    Ok(Answer::Refused(page(&login, shell, Seed::new(), errors).await?))
}

async fn remove(
    app: &App,
    db: TenantTx,
    actor: &Actor,
    code: &str,
) -> Result<Result<String, Proof>> {
    let mut db = db.into_login().await?;
    match proof::take(&mut db, app, actor.person, code).await? {
        Proof::Right => {}
        proof => return Ok(Err(proof)),
    }
    store::remove_second_factor(&mut db, actor.person).await?;
    Ok(Ok(store::record(db, actor, "turn_second_factor_off").await?.commit_to(HERE).await?))
}

/// Says at its field when the password is not the one.
async fn check_password(
    app: &App,
    login: &Login,
    actor: &Actor,
    typed: &str,
    errors: &mut FieldErrors,
) -> Result<()> {
    let mut db = login.begin().await?;
    let (email, Account { hash, .. }) = store::account(&mut db, actor.person).await?;
    drop(db);
    app.limits.attempt(&email, None)?;
    if !hashing::verify(typed, hash).await? {
        errors.add("password", "Пароль не подошёл");
    }
    Ok(())
}

fn digits(typed: &str) -> String {
    typed.chars().filter(|letter| !letter.is_whitespace()).collect()
}
