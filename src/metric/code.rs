//! The short Latin name by which files know a metric.

/// «vstrechi» of «Встречи»: a code for a metric whose author gave none.
pub fn latin(name: &str) -> String {
    const CYRILLIC: &str = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя";
    const LATIN: [&str; 33] = [
        "a", "b", "v", "g", "d", "e", "e", "zh", "z", "i", "y", "k", "l", "m", "n", "o", "p", "r",
        "s", "t", "u", "f", "h", "c", "ch", "sh", "sch", "", "y", "", "e", "yu", "ya",
    ];
    let mut code = String::new();
    for letter in name.to_lowercase().chars() {
        match CYRILLIC.chars().position(|known| known == letter) {
            Some(at) => code.push_str(LATIN[at]),
            None if letter.is_ascii_alphanumeric() => code.push(letter),
            None if !code.ends_with('_') => code.push('_'),
            None => {}
        }
    }
    code.trim_matches('_').chars().take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::latin;

    #[test]
    fn a_name_becomes_a_code() {
        assert_eq!(latin("Встречи"), "vstrechi");
        assert_eq!(latin(" Счета на оплату, шт. "), "scheta_na_oplatu_sht");
        assert_eq!(latin("КП 2.0"), "kp_2_0");
        assert_eq!(latin("№"), "");
    }
}
