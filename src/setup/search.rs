//! Finding a setting by what people call it: beginnings of words, whatever their case and endings.
use super::setting::Setting;

/// The longest thing that is looked for.
pub const LONGEST: usize = 200;
/// A word of the list is found by a longer one that begins with it and has an ending of at most so many letters.
const ENDING: usize = 3;
/// Shorter words have no endings to speak of.
const STEM: usize = 4;

/// Whether a setting answers to all words of what was typed; nothing typed is answered by all.
pub fn answers(setting: &Setting, typed: &str) -> bool {
    let known = words(&[setting.name, setting.changes, setting.synonyms].join(" "));
    words(typed).iter().all(|asked| known.iter().any(|word| is_like(word, asked)))
}

fn words(text: &str) -> Vec<String> {
    let text = text.to_lowercase().replace('ё', "е");
    let words = text.split(|sign: char| !sign.is_alphanumeric());
    words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// «пояс» finds «поясу», «отделы» and «отделов» find «отдел».
fn is_like(word: &str, asked: &str) -> bool {
    let shared = word.chars().zip(asked.chars()).take_while(|(one, other)| one == other).count();
    let (word, asked) = (word.chars().count(), asked.chars().count());
    shared == asked || shared >= STEM && word - shared <= ENDING && asked - shared <= ENDING
}

#[cfg(test)]
mod tests {
    use super::super::list::SECTIONS;
    use super::*;

    fn found(typed: &str) -> Vec<&'static str> {
        let all = SECTIONS.iter().flat_map(|section| section.settings);
        all.filter(|setting| answers(setting, typed)).map(|setting| setting.name).collect()
    }

    #[test]
    fn a_setting_is_found_by_beginnings_in_any_case_and_by_synonyms() {
        assert_eq!(found("ЧАСОВОЙ пояс"), ["Название и часовой пояс"]);
        assert_eq!(found("часовые пояса"), ["Название и часовой пояс"]);
        assert_eq!(found("двухфактор"), ["Второй фактор"]);
        assert!(found("учет").contains(&"Начало учёта"));
        assert!(found("ёксель").is_empty() && found("эксель") == ["Загрузка из файлов"]);
        assert!(found("отделов").contains(&"Отделы и руководители"));
    }

    #[test]
    fn all_words_must_be_there_and_signs_are_nothing() {
        assert!(found("пояс пароль").is_empty());
        assert_eq!(found(" — ?!").len(), found("").len());
        assert!(found(&"я".repeat(10_000)).is_empty());
    }
}
