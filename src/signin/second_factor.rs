//! The second factor: six digits that the phone makes anew every half a minute out of a shared secret (RFC 6238).
use chrono::{DateTime, Utc};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use totp_rs::{Builder, Secret, Totp};

/// The name under which an application on the phone keeps it.
const ISSUER: &str = "Маяк";

/// The length of the secret in bytes: what SHA-1 takes, as RFC 4226 advises.
const LENGTH: usize = 20;

/// The secret that the phone and we share.
#[derive(Clone, PartialEq, Eq)]
pub struct Seed([u8; LENGTH]);

impl std::fmt::Debug for Seed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Seed")
    }
}

impl Seed {
    pub fn new() -> Self {
        Self(rand::random())
    }

    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// As it travels with the form and is typed into a phone.
    pub fn from_base32(text: &str) -> Option<Self> {
        let clean: String = text.chars().filter(|letter| !letter.is_whitespace()).collect();
        Self::from_bytes(Secret::try_from_base32(clean).ok()?.as_bytes())
    }

    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    pub fn base32(&self) -> String {
        Secret::from(self.0).to_base32()
    }

    /// «ABCD EFGH …»: to be read off the screen.
    pub fn grouped(&self) -> String {
        let letters: Vec<char> = self.base32().chars().collect();
        letters.chunks(4).map(String::from_iter).collect::<Vec<_>>().join(" ")
    }

    /// What the square code says to the application on the phone.
    pub fn address(&self, email: &str) -> String {
        let encoded = |text| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        let (issuer, email, secret) = (encoded(ISSUER), encoded(email), self.base32());
        format!(
            "otpauth://totp/{issuer}:{email}?secret={secret}&issuer={issuer}&algorithm=SHA1&digits=6&period=30"
        )
    }

    /// The half a minute whose code these digits are: the present one, the one before or the one after, for clocks differ.
    pub fn step_of(&self, digits: &str, now: DateTime<Utc>) -> Option<i64> {
        let seconds = u64::try_from(now.timestamp()).ok()?;
        self.totp()?.check(digits, seconds).and_then(|step| step.try_into().ok())
    }

    fn totp(&self) -> Option<Totp> {
        Builder::new().with_secret(self.0).with_skew(1).build().ok()
    }
}

/// What is typed where a code is asked.
#[derive(Debug, PartialEq, Eq)]
pub enum Typed {
    /// Six digits from the phone.
    Digits(String),
    /// One of the ten that were written down.
    Recovery(String),
}

impl Typed {
    pub fn read(typed: &str) -> Option<Self> {
        let plain: String =
            typed.chars().filter(|letter| !letter.is_whitespace() && *letter != '-').collect();
        if plain.len() == 6 && plain.bytes().all(|digit| digit.is_ascii_digit()) {
            return Some(Self::Digits(plain));
        }
        super::recovery::normal(&plain).map(Self::Recovery)
    }
}

/// Turning it on, as typed. The secret travels with the form: nothing is kept before it is proven.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct SetUpForm {
    pub seed: String,
    pub code: String,
    pub password: String,
}

/// Turning it off, as typed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct TurnOffForm {
    pub code: String,
    pub password: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The secret of RFC 6238, appendix B.
    fn seed() -> Seed {
        Seed::from_bytes(b"12345678901234567890").unwrap()
    }

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(second, 0).unwrap()
    }

    #[test]
    fn codes_are_those_of_the_standard() {
        // Appendix B gives eight digits; six are their end.
        for (second, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
        ] {
            assert_eq!(seed().step_of(code, at(second)), Some(second / 30), "{second}");
        }
    }

    #[test]
    fn a_clock_may_be_half_a_minute_off_and_no_more() {
        let (code, step) = ("005924", 1_234_567_890 / 30);
        for (second, found) in [
            ((step - 1) * 30, Some(step)),
            ((step + 1) * 30 + 29, Some(step)),
            ((step - 1) * 30 - 1, None),
            ((step + 2) * 30, None),
        ] {
            assert_eq!(seed().step_of(code, at(second)), found, "{second}");
        }
    }

    #[test]
    fn a_secret_is_written_in_letters_and_read_back() {
        assert_eq!(seed().grouped(), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
        assert_eq!(Seed::from_base32(&seed().grouped()), Some(seed()));
        assert_eq!(Seed::from_base32("GEZD"), None);
        assert_eq!(Seed::from_base32(""), None);
        assert_ne!(Seed::new(), Seed::new());
        assert_eq!(format!("{:?}", seed()), "Seed");
    }

    #[test]
    fn the_address_for_the_phone_names_us_and_the_person() {
        let address = seed().address("anna@firma.example");
        assert!(
            address.starts_with(
                "otpauth://totp/%D0%9C%D0%B0%D1%8F%D0%BA:anna%40firma%2Eexample?secret=GEZD"
            ),
            "{address}"
        );
    }

    #[test]
    fn digits_and_written_down_codes_are_told_apart() {
        assert_eq!(Typed::read(" 123 456 "), Some(Typed::Digits("123456".into())));
        assert_eq!(
            Typed::read("ABCD-EFGH-JKMN-PQRS"),
            Some(Typed::Recovery("abcdefghjkmnpqrs".into()))
        );
        for nothing in ["", "12345", "1234567", "abcd", "١٢٣٤٥٦"] {
            assert_eq!(Typed::read(nothing), None, "{nothing}");
        }
    }
}
