//! Secrets of the second factor as they lie in the database: sealed with the server's key where there is one.
//!
//! They have to be read back, so they cannot be hashed. A copy of the database without the key opens nothing; without a key
//! they lie as they are, and whoever reads the database can make codes (`docs/operating.md` says so).
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};

use crate::values::PersonId;

/// The first byte says how the rest is kept.
const BARE: u8 = 0;
const SEALED: u8 = 1;

/// The server's key, 256 bits (`MAYAK_KEY`).
#[derive(Clone, PartialEq, Eq)]
pub struct Key([u8; 32]);

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key")
    }
}

/// Why a secret does not open.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum SealError {
    #[error("a secret is sealed and MAYAK_KEY is not set")]
    NoKey,
    #[error("a secret is sealed with another MAYAK_KEY")]
    OtherKey,
    #[error("a secret is broken")]
    Broken,
}

impl Key {
    /// Of 64 hexadecimal digits.
    pub fn from_hex(text: &str) -> Option<Self> {
        let digits = text.as_bytes();
        if digits.len() != 64 || !text.is_ascii() {
            return None;
        }
        let mut key = [0; 32];
        for (byte, pair) in key.iter_mut().zip(text.as_bytes().chunks(2)) {
            *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
        }
        Some(Self(key))
    }

    fn cipher(&self) -> Result<LessSafeKey, SealError> {
        let key = UnboundKey::new(&AES_256_GCM, &self.0).map_err(|_| SealError::Broken)?;
        Ok(LessSafeKey::new(key))
    }
}

/// As it is stored; tied to its person, so that a row moved to another opens nothing.
pub fn seal(key: Option<&Key>, person: PersonId, secret: &[u8]) -> Result<Vec<u8>, SealError> {
    let Some(key) = key else { return Ok([&[BARE], secret].concat()) };
    let nonce: [u8; NONCE_LEN] = rand::random();
    let mut text = secret.to_vec();
    key.cipher()?
        .seal_in_place_append_tag(
            Nonce::assume_unique_for_key(nonce),
            Aad::from(person.0),
            &mut text,
        )
        .map_err(|_| SealError::Broken)?;
    Ok([&[SEALED], &nonce[..], &text].concat())
}

pub fn open(key: Option<&Key>, person: PersonId, stored: &[u8]) -> Result<Vec<u8>, SealError> {
    match stored.split_first() {
        Some((&BARE, secret)) => Ok(secret.to_vec()),
        Some((&SEALED, rest)) => {
            let key = key.ok_or(SealError::NoKey)?;
            let (nonce, text) = rest.split_first_chunk().ok_or(SealError::Broken)?;
            let mut text = text.to_vec();
            let nonce = Nonce::assume_unique_for_key(*nonce);
            let opened = key.cipher()?.open_in_place(nonce, Aad::from(person.0), &mut text);
            Ok(opened.map_err(|_| SealError::OtherKey)?.to_vec())
        }
        _ => Err(SealError::Broken),
    }
}

/// Whether a secret lies bare although there is a key to seal it.
pub fn wants_sealing(key: Option<&Key>, stored: &[u8]) -> bool {
    key.is_some() && stored.first() == Some(&BARE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn key(digit: &str) -> Key {
        Key::from_hex(&digit.repeat(64)).unwrap()
    }

    fn person(of: u128) -> PersonId {
        PersonId(Uuid::from_u128(of))
    }

    #[test]
    fn a_sealed_secret_opens_with_its_key_and_for_its_person_only() {
        let sealed = seal(Some(&key("a")), person(1), b"secret").unwrap();
        assert!(!sealed.windows(6).any(|part| part == b"secret"));
        assert_eq!(open(Some(&key("a")), person(1), &sealed), Ok(b"secret".to_vec()));
        assert_eq!(open(Some(&key("b")), person(1), &sealed), Err(SealError::OtherKey));
        assert_eq!(open(Some(&key("a")), person(2), &sealed), Err(SealError::OtherKey));
        assert_eq!(open(None, person(1), &sealed), Err(SealError::NoKey));
        assert_ne!(sealed, seal(Some(&key("a")), person(1), b"secret").unwrap());
    }

    #[test]
    fn a_bare_secret_opens_with_or_without_a_key_and_is_sealed_when_there_is_one() {
        let bare = seal(None, person(1), b"secret").unwrap();
        assert_eq!(open(None, person(1), &bare), Ok(b"secret".to_vec()));
        assert_eq!(open(Some(&key("a")), person(1), &bare), Ok(b"secret".to_vec()));
        assert!(wants_sealing(Some(&key("a")), &bare) && !wants_sealing(None, &bare));
        assert_eq!(open(None, person(1), &[]), Err(SealError::Broken));
        assert_eq!(open(Some(&key("a")), person(1), &[SEALED, 1]), Err(SealError::Broken));
    }

    #[test]
    fn a_key_has_64_hexadecimal_digits_and_is_not_shown() {
        for wrong in ["", "a", &"g".repeat(64), &"ж".repeat(32)] {
            assert!(Key::from_hex(wrong).is_none(), "{wrong}");
        }
        assert_eq!(format!("{:?}", key("a")), "Key");
    }
}
