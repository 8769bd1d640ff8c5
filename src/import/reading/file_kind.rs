//! What a file is by its first bytes, whatever its name says.
use crate::import::limits::FILE_BYTES;
use crate::import::refusal::Refusal;

/// The kinds that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    Text,
    Workbook,
}

const SAVE_AS: &str = "Откройте его в Excel, выберите «Сохранить как» и сохраните как «Книга Excel (.xlsx)» или «CSV UTF-8».";

impl FileKind {
    /// Recognises the file or explains why its kind cannot be read.
    pub fn of(bytes: &[u8]) -> Result<Self, Refusal> {
        if bytes.is_empty() {
            return Err(super::nothing_inside());
        }
        if bytes.len() > FILE_BYTES {
            return Err(Self::too_large());
        }
        if bytes.starts_with(b"PK\x03\x04") {
            return Ok(Self::Workbook);
        }
        if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
            return Err(compound(bytes));
        }
        if bytes.starts_with(b"%PDF") {
            return Err(Refusal::new(
                "Это PDF, из него нельзя надёжно взять таблицу.",
                "Выгрузите данные в XLSX или CSV.",
            ));
        }
        if bytes.starts_with(b"{\\rtf")
            || bytes.starts_with(&[0x89, b'P', b'N', b'G'])
            || bytes.starts_with(&[0xff, 0xd8, 0xff])
        {
            return Err(Refusal::new("Это не таблица, а документ или картинка.", SAVE_AS));
        }
        markup(bytes).map_or(Ok(Self::Text), Err)
    }

    /// A file over the limit.
    pub fn too_large() -> Refusal {
        Refusal::new(
            "Файл больше 20 МБ.",
            "Разделите его на части, например по годам, или удалите лишние листы и картинки.",
        )
    }
}

/// Bytes of a name with what belongs to it, in the container of old Office files; each begins at a multiple of it.
const DIRECTORY_ENTRY: usize = 128;

/// The container of old Office files: an old workbook or one with a password.
fn compound(bytes: &[u8]) -> Refusal {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    if bytes.chunks(DIRECTORY_ENTRY).any(|entry| entry.starts_with(&name)) {
        return Refusal::new(
            "Книга защищена паролем на открытие.",
            "Откройте её в Excel, снимите пароль («Файл → Сведения → Защита книги») и сохраните снова.",
        );
    }
    Refusal::new("Это старый формат Excel (.xls) или Word.", SAVE_AS)
}

/// An HTML or XML page that pretends to be a table: what Bitrix24 exports as `.xls`.
fn markup(bytes: &[u8]) -> Option<Refusal> {
    let begin = String::from_utf8_lossy(&bytes[..bytes.len().min(1024)]).to_lowercase();
    let begin = begin.trim_start_matches('\u{feff}').trim_start();
    let html = ["<!doctype html", "<html", "<table", "<meta", "<head", "<body"];
    if html.iter().any(|tag| begin.starts_with(tag)) {
        return Some(Refusal::new(
            "Это веб-страница с таблицей, хотя файл и назван как книга Excel: так выгружает, например, Битрикс24.",
            SAVE_AS,
        ));
    }
    if begin.starts_with("<?xml") {
        return Some(Refusal::new("Это файл XML, а не таблица.", SAVE_AS));
    }
    (begin.starts_with('{') || begin.starts_with("[{"))
        .then(|| Refusal::new("Это данные JSON, а не таблица.", "Выгрузите данные в XLSX или CSV."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(bytes: &[u8]) -> String {
        FileKind::of(bytes).unwrap_err().what
    }

    #[test]
    fn files_are_known_by_their_content() {
        assert_eq!(FileKind::of("Дата;Сумма\n".as_bytes()), Ok(FileKind::Text));
        assert_eq!(FileKind::of(b"PK\x03\x04rest"), Ok(FileKind::Workbook));
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        assert!(refused("\u{feff}<html><table>".as_bytes()).contains("веб-страница"));
        assert!(refused(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1]).contains(".xls"));
        assert!(refused(b"").contains("нет данных"));
        let mut locked = vec![0xd0, 0xcf, 0x11, 0xe0];
        locked.resize(3 * DIRECTORY_ENTRY, 0);
        locked.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
        assert!(refused(&locked).contains("паролем"));
        assert!(refused(&vec![b'a'; FILE_BYTES + 1]).contains("20 МБ"));
    }
}
