//! The letters of a text file: UTF-8, UTF-16 with a mark, Windows-1251, and Windows-1252 for names
//! like «José» that an English program wrote.
use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1251, WINDOWS_1252};

use crate::import::refusal::Refusal;

/// The text of the file without its byte order mark.
pub fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, Refusal> {
    let text = match Encoding::for_bom(bytes) {
        Some((marked, length)) => without_errors(marked, &bytes[length..])?,
        None => match std::str::from_utf8(bytes) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => one_byte(bytes)?,
        },
    };
    if text.contains('\0') {
        return Err(Refusal::new(
            "Это не текст: внутри есть нулевые байты.",
            "Откройте файл в Excel и сохраните как «Книга Excel (.xlsx)» или «CSV UTF-8».",
        ));
    }
    Ok(text)
}

fn without_errors<'a>(
    encoding: &'static Encoding,
    bytes: &'a [u8],
) -> Result<Cow<'a, str>, Refusal> {
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    if broken {
        let name = if encoding == UTF_8 { "UTF-8" } else { "Юникод" };
        return Err(Refusal::new(
            format!("Файл начинается как {name}, но дальше в нём неверные знаки."),
            "Сохраните таблицу ещё раз как «CSV UTF-8».",
        ));
    }
    Ok(text)
}

/// Windows-1251 where most letters above ASCII stand among Russian ones, Windows-1252 where they
/// stand inside Latin words.
fn one_byte(bytes: &[u8]) -> Result<Cow<'_, str>, Refusal> {
    let (russian, _, _) = WINDOWS_1251.decode(bytes);
    let begin: Vec<char> = russian.chars().take(200_000).collect();
    let (mut cyrillic, mut other, mut in_latin) = (0_usize, 0_usize, 0_usize);
    for (at, c) in begin.iter().enumerate().filter(|(_, c)| !c.is_ascii()) {
        let beside = |at: Option<usize>| {
            at.and_then(|at| begin.get(at)).is_some_and(char::is_ascii_alphabetic)
        };
        let is_russian = matches!(c, 'а'..='я' | 'А'..='Я' | 'ё' | 'Ё');
        cyrillic += usize::from(is_russian);
        other += usize::from(c.is_alphabetic() && !is_russian || c.is_control());
        in_latin += usize::from(beside(at.checked_sub(1)) || beside(Some(at + 1)));
    }
    if in_latin * 2 > cyrillic + other {
        return Ok(WINDOWS_1252.decode(bytes).0);
    }
    if cyrillic > other * 3 {
        return Ok(russian);
    }
    Err(Refusal::new(
        "Не удалось понять кодировку файла: вместо букв получаются знаки.",
        "Откройте таблицу в Excel и сохраните как «CSV UTF-8» или «Книга Excel (.xlsx)».",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn russian_letters_are_read_in_every_encoding() {
        let text = "Дата;Менеджер;Звонки\n01.11.2026;Ёлкина;12\n";
        let (windows, _, _) = WINDOWS_1251.encode(text);
        let utf16: Vec<u8> = [0xff, 0xfe]
            .into_iter()
            .chain(text.encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        for bytes in [text.as_bytes(), &windows, &utf16, format!("\u{feff}{text}").as_bytes()] {
            assert_eq!(decode(bytes).unwrap(), text);
        }
    }

    #[test]
    fn a_latin_name_with_an_accent_is_not_russian() {
        assert_eq!(
            decode(b"name,sales\nJos\xe9 Saraiva,5\n").unwrap(),
            "name,sales\nJosé Saraiva,5\n"
        );
    }

    #[test]
    fn binary_and_garbled_files_are_refused() {
        assert!(decode(b"a;b\0c").is_err());
        assert!(decode(&[0x81, 0x90, 0x98, 0xa0, 0xff, 0xb9, 0x83]).is_err());
    }

    proptest! {
        #[test]
        fn any_bytes_are_answered_without_panic(bytes: Vec<u8>) {
            let _ = decode(&bytes);
        }
    }
}
