//! Proofs that it is really this person: a code of the second factor, the password once more.
use crate::app::App;
use crate::db::{Login, LoginTx};
use crate::signin::second_factor::{Seed, Typed};
use crate::signin::{hashing, seal, store};
use crate::values::PersonId;
use crate::web::Result;

/// What came of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    Right,
    Wrong,
    /// The server cannot read the secret: its key is missing or another.
    Unreadable,
}

impl Proof {
    /// What the person is told.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Right => "",
            Self::Wrong => {
                "Код не подошёл. Возьмите новый: код меняется каждые полминуты и подходит один раз. Если не подходит и он — \
                 проверьте, точно ли идут часы телефона."
            }
            Self::Unreadable => {
                "Коды с телефона сейчас не проверить: на сервере нет нужного ключа. Введите запасной код и скажите об этом \
                 владельцу сервера."
            }
        }
    }
}

/// Takes a typed code of a person: the same one is not taken twice.
pub async fn take(db: &mut LoginTx, app: &App, person: PersonId, typed: &str) -> Result<Proof> {
    let right = match Typed::read(typed) {
        None => false,
        Some(Typed::Recovery(code)) => store::spend_code(db, person, &code).await?,
        Some(Typed::Digits(digits)) => return take_digits(db, app, person, &digits).await,
    };
    Ok(if right { Proof::Right } else { Proof::Wrong })
}

async fn take_digits(db: &mut LoginTx, app: &App, person: PersonId, digits: &str) -> Result<Proof> {
    let key = app.settings.key.as_ref();
    let Some(factor) = store::second_factor(db, person).await? else { return Ok(Proof::Wrong) };
    let secret = match seal::open(key, person, &factor.secret) {
        Ok(secret) => secret,
        Err(error) => {
            tracing::error!(%error, "a code of a second factor cannot be checked");
            return Ok(Proof::Unreadable);
        }
    };
    let step = Seed::from_bytes(&secret).and_then(|seed| seed.step_of(digits, db.now()));
    let Some(step) = step else { return Ok(Proof::Wrong) };
    let anew = seal::wants_sealing(key, &factor.secret).then(|| seal::seal(key, person, &secret));
    let anew = anew.transpose().map_err(anyhow::Error::from)?;
    let taken = store::take_step(db, person, step, anew.as_deref()).await?;
    Ok(if taken { Proof::Right } else { Proof::Wrong })
}

/// Whether a signed-in person knows the password: asked once more before what cannot be undone. Tries are counted as at sign-in.
pub async fn confirm_password(app: &App, person: PersonId, typed: &str) -> Result<bool> {
    let mut db = Login::new(app).begin().await?;
    let (email, account) = store::account(&mut db, person).await?;
    drop(db);
    app.limits.attempt(&email, None)?;
    Ok(hashing::verify(typed, account.hash).await?)
}
