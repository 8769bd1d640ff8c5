//! The archive that a workbook is: weighed before anything inside it is parsed. Unpacking is a hundred times cheaper than
//! parsing, so what is made to exhaust its reader is refused in milliseconds.
use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::read::ZipFile;

use super::tags::{Is, Odd, Tag, Tags};
use crate::import::limits::{
    ARCHIVE_ENTRIES, CELLS, FITTINGS_BYTES, SPARE_STRINGS, UNPACKED_BYTES, UNPACKED_IDLE,
    UNPACKED_PER_CELL,
};
use crate::import::refusal::Refusal;

pub type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// Checks that in this workbook whatever is read later is in proportion to its filled cells. Gives the bytes of XML that
/// will be parsed.
pub fn weigh(archive: &mut Archive<'_>) -> Result<u64, Refusal> {
    let mut weight = Weight::default();
    for part in [Part::Sheet, Part::Strings, Part::Fitting] {
        for index in 0..archive.len() {
            let entry = archive.by_index_data(index).map_err(|_| broken())?;
            if entry.name().ok().and_then(|name| Part::of(&name)) == Some(part) {
                weight.add(part, archive.by_index(index).map_err(|_| broken())?)?;
            }
        }
    }
    Ok(weight.bytes)
}

/// The parts of a workbook of Excel, if their list is short, names each once and none shares bytes with another.
pub fn open(bytes: &[u8]) -> Result<Archive<'_>, Refusal> {
    if listed(bytes).ok_or_else(broken)? > ARCHIVE_ENTRIES {
        return Err(too_large());
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| broken())?;
    if archive.len() > ARCHIVE_ENTRIES {
        return Err(too_large());
    }
    if archive.has_duplicate_names() || archive.has_overlapping_files().map_err(|_| broken())? {
        return Err(broken());
    }
    known_kind(&archive)?;
    Ok(archive)
}

/// How many parts the archive itself says it has: a list of a hundred thousand is not even read.
fn listed(bytes: &[u8]) -> Option<usize> {
    const END: &[u8] = b"PK\x05\x06";
    const LONGEST_COMMENT: usize = 22 + 0xffff;
    let tail = &bytes[bytes.len().saturating_sub(LONGEST_COMMENT)..];
    let end = tail.windows(END.len()).rposition(|window| window == END)?;
    let count = tail.get(end + 10..end + 12)?;
    Some(usize::from(u16::from_le_bytes([count[0], count[1]])))
}

/// A part that the reader of workbooks parses; it passes all others over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Sheet,
    Strings,
    /// Styles, colours, the list of sheets.
    Fitting,
}

impl Part {
    fn of(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase().replace('\\', "/");
        let (folder, file) = name.rsplit_once('/').unwrap_or(("", &name));
        match file {
            "sharedstrings.xml" => Some(Self::Strings),
            "styles.xml" | ".rels" => Some(Self::Fitting),
            file if file.starts_with("workbook") || file.starts_with("theme") => {
                Some(Self::Fitting)
            }
            file if folder.ends_with("worksheets") && file.strip_suffix(".xml").is_some() => {
                Some(Self::Sheet)
            }
            _ => None,
        }
    }
}

/// What was unpacked so far. Sheets come first: their filled cells are what everything else is measured by.
#[derive(Debug, Default)]
struct Weight {
    bytes: u64,
    fittings: u64,
    cells: usize,
    strings: usize,
}

impl Weight {
    fn add(&mut self, part: Part, entry: ZipFile<'_, Cursor<&[u8]>>) -> Result<(), Refusal> {
        let said = entry.size();
        if said > UNPACKED_BYTES {
            return Err(too_large());
        }
        // One byte more than it says of itself is a lie, however much may follow.
        let mut tags = Tags::of(entry.take(said + 1));
        while let Some(tag) = tags.next().map_err(|Odd| broken())? {
            let ends = self.count(part, tag);
            self.check(part, tags.bytes())?;
            if ends {
                break;
            }
        }
        self.check(part, tags.bytes())?;
        self.bytes += tags.bytes();
        if part == Part::Fitting {
            self.fittings += tags.bytes();
        }
        if tags.bytes() > said { Err(broken()) } else { Ok(()) }
    }

    /// Counts a tag; `true`: nothing behind it is read.
    fn count(&mut self, part: Part, tag: Tag<'_>) -> bool {
        match (part, tag.is, tag.name) {
            (Part::Sheet, Is::Open, b"v" | b"is") => self.cells += 1,
            (Part::Strings, Is::Open, b"si") => self.strings += 1,
            (Part::Sheet, Is::Close | Is::Empty, b"sheetData") => return true,
            _ => {}
        }
        false
    }

    /// Whether all of it, with so many bytes of the present part, is still in proportion.
    fn check(&self, part: Part, now: u64) -> Result<(), Refusal> {
        if self.cells > CELLS {
            return Err(too_many_cells());
        }
        let allowed = UNPACKED_IDLE + UNPACKED_PER_CELL * self.cells as u64;
        let fittings = if part == Part::Fitting { self.fittings + now } else { 0 };
        if self.bytes + now > allowed.min(UNPACKED_BYTES)
            || fittings > FITTINGS_BYTES
            || self.strings > self.cells + SPARE_STRINGS
        {
            return Err(too_large());
        }
        Ok(())
    }
}

fn known_kind(archive: &Archive<'_>) -> Result<(), Refusal> {
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

/// More cells than a file may have.
pub fn too_many_cells() -> Refusal {
    Refusal::new(
        "В книге больше 3 000 000 ячеек.",
        "Оставьте в книге только нужный лист или разделите её на части, например по годам.",
    )
}

/// An archive that does not open.
pub fn broken() -> Refusal {
    Refusal::new(
        "Книга повреждена: её не удалось открыть.",
        "Откройте её в Excel, сохраните под новым именем и загрузите ещё раз.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_that_are_parsed_are_known_by_their_names() {
        for (name, part) in [
            ("xl/worksheets/sheet1.xml", Some(Part::Sheet)),
            ("XL\\Worksheets\\Лист1.XML", Some(Part::Sheet)),
            ("xl/SharedStrings.xml", Some(Part::Strings)),
            ("_rels/.rels", Some(Part::Fitting)),
            ("xl/_rels/workbook.xml.rels", Some(Part::Fitting)),
            ("xl/theme/theme1.xml", Some(Part::Fitting)),
            ("xl/worksheets/_rels/sheet1.xml.rels", None),
            ("xl/pivotCache/pivotCacheRecords1.xml", None),
            ("xl/media/image1.png", None),
        ] {
            assert_eq!(Part::of(name), part, "{name}");
        }
    }

    #[test]
    fn what_a_workbook_may_unpack_to_grows_with_its_cells() {
        let weight = |cells, strings| Weight { cells, strings, ..Weight::default() };
        let all = UNPACKED_IDLE + 1;
        assert!(weight(0, 0).check(Part::Sheet, all).is_err());
        assert!(weight(1, 0).check(Part::Sheet, all).is_ok());
        assert!(weight(CELLS, 0).check(Part::Sheet, UNPACKED_BYTES + 1).is_err());
        assert!(weight(CELLS + 1, 0).check(Part::Sheet, 1).is_err());
        assert!(weight(10, SPARE_STRINGS + 11).check(Part::Strings, 1).is_err());
        assert!(weight(CELLS, 0).check(Part::Fitting, FITTINGS_BYTES + 1).is_err());
    }
}
