//! The letters of a text file: UTF-8, UTF-16 with a mark, Windows-1251, and Windows-1252 for names
//! like «José» that an English program wrote.
use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1251, WINDOWS_1252};

use crate::import::refusal::Refusal;

/// Bytes by which a one-byte encoding is told.
const BEGIN: usize = 200_000;

/// The text of the file without its byte order mark.
pub fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, Refusal> {
    let text = match Encoding::for_bom(bytes) {
        Some((marked, length)) => without_errors(marked, &bytes[length..])?,
        None => match (unmarked(bytes), std::str::from_utf8(bytes)) {
            (Some(utf16), _) => without_errors(utf16, bytes)?,
            (None, Ok(text)) => Cow::Borrowed(text),
            (None, Err(_)) => one_byte(bytes)?,
        },
    };
    if text.contains('\0') { Err(no_text()) } else { Ok(text) }
}

/// UTF-16 without a mark: the zero halves of digits, separators and line ends stand all on one side.
fn unmarked(bytes: &[u8]) -> Option<&'static Encoding> {
    let begin = &bytes[..bytes.len().min(4096)];
    let zeros = |side| begin.iter().skip(side).step_by(2).filter(|byte| **byte == 0).count();
    match (zeros(0), zeros(1)) {
        (0, zeros) if zeros * 40 > begin.len() => Some(UTF_16LE),
        (zeros, 0) if zeros * 40 > begin.len() => Some(UTF_16BE),
        _ => None,
    }
}

fn no_text() -> Refusal {
    Refusal::new(
        "Это не таблица: внутри не текст и не книга Excel. Возможно, файл повреждён.",
        "Откройте его в Excel и сохраните как «Книга Excel (.xlsx)» или «CSV UTF-8».",
    )
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
    let (russian, _, _) = WINDOWS_1251.decode(&bytes[..bytes.len().min(BEGIN)]);
    let begin: Vec<char> = russian.chars().collect();
    let strange = begin.iter().filter(|c| c.is_control() && !c.is_whitespace()).count();
    if strange * 20 > begin.len() {
        return Err(no_text());
    }
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
        return Ok(WINDOWS_1251.decode(bytes).0);
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
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let marked = [&[0xff, 0xfe], little.as_slice()].concat();
        let with_mark = format!("\u{feff}{text}");
        for bytes in [text.as_bytes(), &windows, &marked, &little, &big, with_mark.as_bytes()] {
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
        let noise: Vec<u8> = (0..4000_u32).map(|at| (at * at % 251) as u8).collect();
        assert!(decode(&noise).unwrap_err().what.contains("не таблица"));
        assert!(decode(&[0x81, 0x90, 0x98, 0xa0, 0xff, 0xb9, 0x83]).is_err());
    }

    proptest! {
        #[test]
        fn any_bytes_are_answered_without_panic(bytes: Vec<u8>) {
            let _ = decode(&bytes);
        }
    }
}
