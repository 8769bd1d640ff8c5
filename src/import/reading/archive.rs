//! The archive that a workbook is: looked through before anything inside it is parsed.
use std::io::{Cursor, Read, copy, sink};

use zip::ZipArchive;

use crate::import::limits::{ARCHIVE_ENTRIES, UNPACKED_BYTES};
use crate::import::refusal::Refusal;

/// Checks that this is a workbook of Excel, with a bounded number of parts that really unpack to a
/// bounded number of bytes.
pub fn check(bytes: &[u8]) -> Result<(), Refusal> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| broken())?;
    if archive.len() > ARCHIVE_ENTRIES {
        return Err(too_large());
    }
    known_kind(&archive)?;
    let mut left = UNPACKED_BYTES;
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(|_| broken())?;
        if entry.size() > left {
            return Err(too_large());
        }
        let unpacked = copy(&mut entry.take(left + 1), &mut sink()).map_err(|_| broken())?;
        left = left.checked_sub(unpacked).ok_or_else(too_large)?;
    }
    Ok(())
}

fn known_kind(archive: &ZipArchive<Cursor<&[u8]>>) -> Result<(), Refusal> {
    let has =
        |wanted: &str| archive.file_names().flatten().any(|name| name.eq_ignore_ascii_case(wanted));
    if has("xl/workbook.xml") {
        return Ok(());
    }
    let what = if has("content.xml") {
        "Это таблица LibreOffice (.ods)."
    } else if has("xl/workbook.bin") {
        "Это двоичная книга Excel (.xlsb)."
    } else if has("word/document.xml") {
        "Это документ Word."
    } else {
        "Это архив, а не книга Excel."
    };
    Err(Refusal::new(
        what,
        "Сохраните таблицу как «Книга Excel (.xlsx)» или «CSV UTF-8» и загрузите её.",
    ))
}

fn too_large() -> Refusal {
    Refusal::new(
        "Книга после распаковки слишком велика.",
        "Удалите из неё лишние листы, картинки и оформление пустых строк или сохраните нужный лист как «CSV UTF-8».",
    )
}

/// An archive that does not open.
pub fn broken() -> Refusal {
    Refusal::new(
        "Книга повреждена: её не удалось открыть.",
        "Откройте её в Excel, сохраните под новым именем и загрузите ещё раз.",
    )
}
