//! Recovery codes: ten, written down for the day the phone is gone. Each opens once.
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::session::Secret;
use crate::values::PersonId;

pub const HOW_MANY: usize = 10;

/// Thirty-two signs that are not taken for one another.
const SIGNS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Signs in a code: 80 bits, so that a stored digest cannot be guessed back.
const LENGTH: usize = 16;

/// The codes of a submission: sent twice it shows the same ones.
pub fn codes(secret: &Secret, key: Uuid) -> Vec<String> {
    (0..HOW_MANY).map(|no| code(&secret.derive("recovery code", key, &no.to_string()))).collect()
}

/// «abcd-efgh-jkmn-pqrs» of a secret of 256 bits.
fn code(secret: &str) -> String {
    let bytes = Sha256::digest(secret);
    let signs = bytes[..LENGTH].iter().map(|byte| char::from(SIGNS[usize::from(byte % 32)]));
    let signs: Vec<char> = signs.collect();
    signs.chunks(4).map(String::from_iter).collect::<Vec<_>>().join("-")
}

/// A typed code without its dashes, letters as they were meant; none when it is no code at all.
pub fn normal(typed: &str) -> Option<String> {
    let meant = |sign: char| match sign.to_ascii_lowercase() {
        'o' => '0',
        'i' | 'l' => '1',
        sign => sign,
    };
    let signs = typed.chars().filter(|sign| !sign.is_whitespace() && *sign != '-').map(meant);
    let code: String = signs.collect();
    let known = code.bytes().all(|sign| SIGNS.contains(&sign));
    (known && code.len() == LENGTH).then_some(code)
}

/// What is stored of a code.
pub fn hash(person: PersonId, normal: &str) -> Vec<u8> {
    let mut hash = Sha256::new();
    hash.update(person.0.as_bytes());
    hash.update(normal);
    hash.finalize().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_different_codes_the_same_for_the_same_submission() {
        let (secret, key) = (Secret::from("тайна"), Uuid::from_u128(1));
        let ten = codes(&secret, key);
        assert_eq!(ten, codes(&secret, key));
        assert_ne!(ten, codes(&secret, Uuid::from_u128(2)));
        assert_eq!(ten.iter().collect::<std::collections::HashSet<_>>().len(), HOW_MANY);
        assert!(ten.iter().all(|code| code.len() == 19 && normal(code).is_some()), "{ten:?}");
    }

    #[test]
    fn a_code_is_read_as_people_write_it() {
        let code = "0123-4567-89ab-cdef";
        assert_eq!(normal(code).as_deref(), Some("0123456789abcdef"));
        assert_eq!(normal(" O I23 4567 89AB CDEF "), normal(code));
        assert_eq!(normal("0123-4567-89ab-cde"), None);
        assert_eq!(normal("0123-4567-89ab-cdeю"), None);
    }

    #[test]
    fn the_same_code_of_two_people_is_kept_differently() {
        let person = |of| PersonId(Uuid::from_u128(of));
        assert_ne!(hash(person(1), "0123456789abcdef"), hash(person(2), "0123456789abcdef"));
    }
}
