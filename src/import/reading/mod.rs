//! From the bytes of a file to its sheets.
//!
//! Text files are read here; workbooks are unpacked by a process of their own (see `jobs`), which
//! calls [`workbook::stream`] and answers in [`wire`] lines.
pub mod archive;
pub mod encoding;
pub mod file_kind;
pub mod separated;
mod tags;
pub mod wire;
pub mod workbook;

pub use file_kind::FileKind;

use super::refusal::Refusal;
use super::sheet::Book;

/// A text file with separators: its encoding and separator are recognised.
pub fn read_text(bytes: &[u8]) -> Result<Book, Refusal> {
    let text = encoding::decode(bytes)?;
    let sheet = separated::read(&text)?;
    if sheet.is_empty() {
        return Err(nothing_inside());
    }
    Ok(Book { sheets: vec![sheet] })
}

/// A file without a single filled cell.
pub fn nothing_inside() -> Refusal {
    Refusal::new("В файле нет данных.", "Проверьте, тот ли файл выбран, и загрузите его ещё раз.")
}
