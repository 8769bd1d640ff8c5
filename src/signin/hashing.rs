//! Argon2id away from the async threads, few at a time: each hash takes 46 MiB and about 50 ms of a core.
use std::sync::LazyLock;

use anyhow::{Context, anyhow};
use argon2::{Algorithm, Argon2, Params, PasswordHash, PasswordHasher, PasswordVerifier, Version};
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

static TURNS: Semaphore = Semaphore::const_new(2);

/// A hash that no password opens: checked when there is no account, so that the answer takes the same time.
static NOBODY: LazyLock<String> =
    LazyLock::new(|| hash_now("nobody has this password").unwrap_or_default());

fn argon() -> anyhow::Result<Argon2<'static>> {
    let params = Params::new(46 * 1024, 1, 1, None).map_err(|error| anyhow!("argon2: {error}"))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash_now(password: &str) -> anyhow::Result<String> {
    let hash = argon()?.hash_password(password.as_bytes()).map_err(|e| anyhow!("hash: {e}"))?;
    Ok(hash.to_string())
}

fn verify_now(password: &str, hash: &str) -> anyhow::Result<bool> {
    let parsed = PasswordHash::new(hash).map_err(|error| anyhow!("stored hash: {error}"))?;
    Ok(argon()?.verify_password(password.as_bytes(), &parsed).is_ok())
}

/// The text to store for a password.
pub async fn hash(password: &str) -> anyhow::Result<String> {
    let (_turn, password) = (TURNS.acquire().await?, password.to_owned());
    spawn_blocking(move || hash_now(&password)).await.context("hashing")?
}

/// Whether the password is the one; without an account it takes as long and is never.
pub async fn verify(password: &str, hash: Option<String>) -> anyhow::Result<bool> {
    let (_turn, password) = (TURNS.acquire().await?, password.to_owned());
    let known = hash.is_some();
    let check = move || {
        let nobody = LazyLock::force(&NOBODY);
        verify_now(&password, hash.as_deref().unwrap_or(nobody))
    };
    Ok(spawn_blocking(check).await.context("verifying")?? && known)
}
