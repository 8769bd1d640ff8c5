//! Sessions: how long they live and what of them is stored.
use std::fmt;

use chrono::{DateTime, TimeDelta, Utc};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::values::hex;

/// A session ends this long after sign-in whatever happens.
pub const LONGEST: TimeDelta = TimeDelta::days(60);

/// A session unused for this long has ended.
pub const IDLE: TimeDelta = TimeDelta::days(14);

/// How stale the time of the last visit may be: it is written at most this often.
pub const NOTICED_EVERY: TimeDelta = TimeDelta::minutes(10);

/// How long a form that was done is known to its repetition, where its own doing ends what it was sent in.
pub const REPEATED_WITHIN: TimeDelta = TimeDelta::minutes(1);

/// How long a sign-in waits for the code of the second factor.
pub const AWAITS_CODE: TimeDelta = TimeDelta::minutes(10);

/// Wrong codes after which the password is asked again.
pub const CODE_TRIES: i32 = 5;

/// The one form that replaces the session it was sent in.
pub const REPLACING: &str = "/account/password";

/// A session's secret, 256 bits, as the cookie carries it.
pub fn new_token() -> String {
    let (high, low): (u128, u128) = rand::random();
    format!("{high:032x}{low:032x}")
}

/// The token of the present session. It is neither stored nor logged.
#[derive(Clone)]
pub struct Secret(String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

impl From<&str> for Secret {
    fn from(token: &str) -> Self {
        Self(token.to_owned())
    }
}

impl Secret {
    pub fn hash(&self) -> Vec<u8> {
        token_hash(&self.0)
    }

    /// A new secret of 256 bits that a repetition of the same submission in the same session makes again, and nobody without
    /// this session's token can: so what is given out once is given again to a double click. `typed` is a secret of the form.
    pub fn derive(&self, purpose: &str, key: Uuid, typed: &str) -> String {
        let mut hash = Sha256::new();
        for part in [purpose.as_bytes(), self.0.as_bytes(), key.as_bytes(), typed.as_bytes()] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        hex(&hash.finalize())
    }
}

/// What is stored of a token: it opens nothing by itself.
pub fn token_hash(token: &str) -> Vec<u8> {
    Sha256::digest(token).to_vec()
}

/// Whether a session still lives.
pub fn is_alive(seen_at: DateTime<Utc>, ends_at: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    now < ends_at && now - seen_at < IDLE
}

/// A way to go on after sign-in: only a path of ours, never another site.
pub fn own_path(next: &str) -> Option<&str> {
    let ours = next.starts_with('/') && !next.starts_with("//") && !next.contains('\\');
    (ours && !next.chars().any(char::is_control)).then_some(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_has_256_bits_and_is_stored_hashed() {
        let token = new_token();
        assert_eq!(token.len(), 64);
        assert_ne!(token, new_token());
        assert_eq!(token_hash(&token).len(), 32);
    }

    #[test]
    fn a_derived_secret_is_the_same_for_the_same_submission_only() {
        let (secret, key) = (Secret::from("тайна"), Uuid::from_u128(1));
        let first = secret.derive("session", key, "фраза");
        assert_eq!((first.len(), &first), (64, &secret.derive("session", key, "фраза")));
        for other in [
            secret.derive("link", key, "фраза"),
            secret.derive("session", Uuid::from_u128(2), "фраза"),
            secret.derive("session", key, "другая"),
            Secret::from("иная").derive("session", key, "фраза"),
        ] {
            assert_ne!(first, other);
        }
        assert_eq!(format!("{secret:?}"), "Secret");
    }

    #[test]
    fn a_session_ends_when_idle_and_in_any_case() {
        let start = DateTime::from_timestamp(1_780_000_000, 0).unwrap();
        let ends = start + LONGEST;
        assert!(is_alive(start, ends, start + TimeDelta::days(13)));
        assert!(!is_alive(start, ends, start + IDLE));
        assert!(!is_alive(start + TimeDelta::days(59), ends, start + LONGEST));
    }

    #[test]
    fn only_our_own_pages_are_gone_to() {
        assert_eq!(own_path("/people?x=1"), Some("/people?x=1"));
        for other in ["//evil.example", "https://evil.example", "/\\evil.example", "", "/a\r\nb"] {
            assert_eq!(own_path(other), None, "{other:?}");
        }
    }
}
