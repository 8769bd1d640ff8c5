//! What a password must be: long, and not one of those tried first.
use std::collections::HashSet;
use std::sync::LazyLock;

use crate::form::FieldErrors;

const SHORTEST: usize = 10;
const LONGEST: usize = 128;

static COMMON: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    let list = include_str!("../../data/common-passwords.txt");
    list.lines().filter(|line| !line.starts_with('#')).collect()
});

/// Says at `field` what is wrong with a new password, if anything. `personal`: words an attacker tries for this person.
pub fn check(errors: &mut FieldErrors, field: &str, typed: &str, personal: &[&str]) {
    let length = typed.chars().count();
    if !(SHORTEST..=LONGEST).contains(&length) {
        errors.add(field, format!("От {SHORTEST} до {LONGEST} знаков, сейчас {length}"));
    } else if is_common(typed) {
        errors.add(
            field,
            "Этот пароль подбирают первым — придумайте другой, например фразу из четырёх слов",
        );
    } else if personal.iter().any(|word| is_same(word, typed)) {
        errors.add(field, "Пароль повторяет ваши имя, адрес или компанию — придумайте другой");
    }
}

/// A new password typed twice, in the fields `new` and `again`.
pub fn check_twice(errors: &mut FieldErrors, new: &str, again: &str, personal: &[&str]) {
    check(errors, "new", new, personal);
    if new != again {
        errors.add("again", "Пароли не совпали — наберите новый ещё раз");
    }
}

fn is_common(typed: &str) -> bool {
    let lower = typed.to_lowercase();
    let mut letters = lower.chars();
    let first = letters.next();
    COMMON.contains(lower.as_str()) || letters.all(|letter| Some(letter) == first)
}

fn is_same(word: &str, typed: &str) -> bool {
    let word = word.trim().to_lowercase();
    !word.is_empty() && typed.to_lowercase().trim() == word
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(typed: &str) -> Option<String> {
        let mut errors = FieldErrors::default();
        check(&mut errors, "password", typed, &["anna@firma.example"]);
        errors.on("password").map(ToOwned::to_owned)
    }

    #[test]
    fn length_counts_letters_not_bytes() {
        assert_eq!(refusal("девять-зн"), Some("От 10 до 128 знаков, сейчас 9".into()));
        assert_eq!(refusal("десять-зна"), None);
        assert_eq!(refusal(&"ы й".repeat(42)), None);
        assert!(refusal(&"ы".repeat(129)).is_some());
    }

    #[test]
    fn passwords_tried_first_are_refused() {
        for common in
            ["1234567890", "Qwertyuiop", "йцукенгшщз", "aaaaaaaaaaaa", "Anna@firma.example"]
        {
            assert!(refusal(common).is_some(), "{common}");
        }
    }
}
