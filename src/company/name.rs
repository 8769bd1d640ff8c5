//! Names as they are compared.

/// A name as compared: «Петрова  Анна», «петрова анна» and «ПЕТРОВА АННА.» are one person.
pub fn name_norm(name: &str) -> String {
    let lower = name.to_lowercase().replace('ё', "е");
    let words = lower.split(|c: char| c.is_whitespace() || c == '.');
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::name_norm;

    #[test]
    fn one_person_is_written_in_many_ways() {
        assert_eq!(name_norm(" Петров\u{a0} П.А. "), name_norm("петров П. А."));
        assert_eq!(name_norm("Семён"), name_norm("СЕМЕН"));
        assert_ne!(name_norm("Петров П."), name_norm("Петров А."));
    }
}
