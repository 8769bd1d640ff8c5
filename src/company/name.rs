//! Names as they are compared.

/// A name as compared: «Петрова  Анна», «петрова анна» and «ПЕТРОВА АННА.» are one person.
pub fn name_norm(name: &str) -> String {
    let lower = name.to_lowercase().replace('ё', "е");
    let words = lower.split(|c: char| c.is_whitespace() || c == '.');
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Endings of Russian surnames.
const SURNAMES: [&str; 20] = [
    "ов", "ова", "ев", "ева", "ёв", "ёва", "ин", "ина", "ын", "ына", "ский", "ская", "цкий",
    "цкая", "ко", "ук", "юк", "ян", "дзе", "ых",
];

/// Given names that end like surnames.
const GIVEN: [&str; 26] = [
    "алина",
    "ангелина",
    "арина",
    "валентин",
    "валентина",
    "вениамин",
    "галина",
    "демьян",
    "дина",
    "ева",
    "екатерина",
    "зина",
    "ирина",
    "карина",
    "константин",
    "кристина",
    "лев",
    "лукьян",
    "марина",
    "мартин",
    "нина",
    "полина",
    "регина",
    "сабина",
    "севастьян",
    "яков",
];

/// The name by which one is addressed, where it can be told for sure: «Ольга» of «Иванова Ольга» and «Ольга Иванова»,
/// nothing of «Иванова О.».
pub fn first_name(name: &str) -> Option<&str> {
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_full = |word: &str| {
        word.chars().count() > 1
            && word.starts_with(char::is_uppercase)
            && word.chars().all(|c| c.is_alphabetic() || c == '-')
    };
    if !words.iter().copied().all(is_full) {
        return None;
    }
    let patronymic = words.iter().position(|word| {
        let word = word.to_lowercase();
        ["вич", "вна", "ична"].iter().any(|ending| word.ends_with(ending))
    });
    match (words.as_slice(), patronymic) {
        (_, Some(at)) if at > 0 => Some(words[at - 1]),
        ([one], None) => Some(one),
        ([first, second], None) => match (is_surname(first), is_surname(second)) {
            (true, false) => Some(second),
            (false, true) => Some(first),
            _ => None,
        },
        _ => None,
    }
}

fn is_surname(word: &str) -> bool {
    let word = word.to_lowercase();
    SURNAMES.iter().any(|ending| word.ends_with(ending)) && !GIVEN.contains(&word.as_str())
}

#[cfg(test)]
mod tests {
    use super::{first_name, name_norm};

    #[test]
    fn one_person_is_written_in_many_ways() {
        assert_eq!(name_norm(" Петров\u{a0} П.А. "), name_norm("петров П. А."));
        assert_eq!(name_norm("Семён"), name_norm("СЕМЕН"));
        assert_ne!(name_norm("Петров П."), name_norm("Петров А."));
    }

    #[test]
    fn people_are_addressed_where_their_given_name_is_told_for_sure() {
        for (name, given) in [
            ("Иванова Ольга", Some("Ольга")),
            ("Андрей Климов", Some("Андрей")),
            ("Галина Ковалёва", Some("Галина")),
            ("Яков Левин", Some("Яков")),
            ("Петрова Мария Сергеевна", Some("Мария")),
            ("Ольга", Some("Ольга")),
            ("Иванова О.", None),
            ("Ли Чан", None),
            ("менеджер", None),
        ] {
            assert_eq!(first_name(name), given, "{name}");
        }
    }
}
