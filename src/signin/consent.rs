//! Consent to the processing of personal data (152-ФЗ, ст. 9): a document of its own, agreed to before anything is typed.
use chrono::{DateTime, TimeDelta, Utc};

/// The document and the version of its text in `templates/signin/consent.html`; a new text is a new version.
pub const DOCUMENT: &str = "personal-data";
pub const VERSION: i32 = 2;

/// How long an agreed consent waits for the registration form.
const WAITS: TimeDelta = TimeDelta::hours(12);

/// What the browser keeps between the consent and the registration: the version and the second of the consent.
pub fn note(now: DateTime<Utc>) -> String {
    format!("{VERSION}.{}", now.timestamp())
}

/// When the present text was agreed to; none when it was not, was another version or is long ago.
pub fn agreed_at(note: &str, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let (version, second) = note.split_once('.')?;
    let at = DateTime::from_timestamp(second.parse().ok()?, 0)?;
    (version.parse() == Ok(VERSION) && at <= now && now - at < WAITS).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_consent_holds_for_its_version_and_for_a_while() {
        let now = DateTime::from_timestamp(1_780_000_000, 0).unwrap();
        assert_eq!(agreed_at(&note(now), now), Some(now));
        assert_eq!(agreed_at(&note(now), now + WAITS), None);
        assert_eq!(agreed_at(&note(now + WAITS), now), None, "not from the future");
        assert_eq!(agreed_at("0.1780000000", now), None);
        assert_eq!(agreed_at("да", now), None);
    }
}
