//! Files made to exhaust whoever reads them, from a few bytes of code each.
use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

pub const SHEET: &str = "xl/worksheets/sheet1.xml";
pub const STRINGS: &str = "xl/sharedStrings.xml";
pub const STYLES: &str = "xl/styles.xml";
const LIST: &str = "xl/workbook.xml";
const LINKS: &str = "xl/_rels/workbook.xml.rels";

/// A part of a workbook: a head, a unit again and again, a tail.
#[derive(Clone, Copy)]
pub struct Part<'a> {
    pub name: &'a str,
    pub head: &'a str,
    pub unit: &'a str,
    pub times: usize,
    pub tail: &'a str,
}

impl<'a> Part<'a> {
    pub fn text(name: &'a str, head: &'a str) -> Self {
        Self { name, head, unit: "", times: 0, tail: "" }
    }

    /// A sheet with the unit inside its data.
    pub fn sheet(unit: &'a str, times: usize) -> Self {
        let tail = "</sheetData></worksheet>";
        Self { name: SHEET, head: "<worksheet><sheetData>", unit, times, tail }
    }

    fn write(&self, to: &mut impl Write) {
        to.write_all(self.head.as_bytes()).unwrap();
        let whole = 100_000;
        let block = self.unit.repeat(whole.min(self.times));
        for _ in 0..self.times / whole {
            to.write_all(block.as_bytes()).unwrap();
        }
        to.write_all(self.unit.repeat(self.times % whole).as_bytes()).unwrap();
        to.write_all(self.tail.as_bytes()).unwrap();
    }
}

/// How many of a unit make so many megabytes.
pub fn megabytes(unit: &str, megabytes: usize) -> usize {
    megabytes * 1024 * 1024 / unit.len()
}

/// A workbook of these parts; of those it needs and does not get, the plainest.
pub fn workbook(parts: &[Part<'_>]) -> Vec<u8> {
    let plain = [
        Part::text(
            "_rels/.rels",
            "<Relationships><Relationship Id=\"a\" Type=\"/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>",
        ),
        Part::text(
            LIST,
            "<workbook xmlns:r=\"r\"><sheets><sheet name=\"A\" sheetId=\"1\" r:id=\"a\"/></sheets></workbook>",
        ),
        Part::text(
            LINKS,
            "<Relationships><Relationship Id=\"a\" Type=\"/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>",
        ),
        Part::sheet("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>", 1),
    ];
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let is_given = |name: &str| parts.iter().any(|part| part.name == name);
    for part in plain.iter().filter(|part| !is_given(part.name)).chain(parts) {
        archive.start_file(part.name, SimpleFileOptions::default()).unwrap();
        part.write(&mut archive);
    }
    archive.finish().unwrap().into_inner()
}

/// A workbook that says that so many sheets are the same part.
pub fn one_part_for_sheets(count: usize, part: Part<'_>) -> Vec<u8> {
    let sheet = |at: usize| format!("<sheet name=\"{at}\" sheetId=\"{at}\" r:id=\"a\"/>");
    let sheets: String = (1..=count).map(sheet).collect();
    let list = format!("<workbook xmlns:r=\"r\"><sheets>{sheets}</sheets></workbook>");
    workbook(&[Part::text(LIST, &list), part])
}

/// A workbook whose sheet is a part that no workbook calls so.
pub fn sheet_under_another_name(part: Part<'_>) -> Vec<u8> {
    let links = "<Relationships><Relationship Id=\"a\" Type=\"/relationships/worksheet\" Target=\"media/image1.png\"/></Relationships>";
    workbook(&[Part::text(LINKS, links), Part { name: "xl/media/image1.png", ..part }])
}

/// Where the list of parts tells of this one.
fn listed_at(archive: &[u8], name: &str) -> usize {
    let mut heads = archive.windows(4).enumerate().filter(|(_, four)| *four == b"PK\x01\x02");
    let found = heads.find(|(at, _)| archive[at + 46..].starts_with(name.as_bytes()));
    found.unwrap().0
}

fn write_at(archive: &mut [u8], at: usize, bytes: &[u8]) {
    archive[at..at + bytes.len()].copy_from_slice(bytes);
}

/// The archive with a lie about what one of its parts unpacks to.
pub fn lying(mut archive: Vec<u8>, name: &str, size: u32) -> Vec<u8> {
    let at = listed_at(&archive, name);
    write_at(&mut archive, at + 24, &size.to_le_bytes());
    archive
}

/// The archive with further names for the bytes of its sheet, so many that the list is all of it.
pub fn listing(archive: &[u8], times: usize) -> Vec<u8> {
    let end = archive.len() - 22;
    let start = u32::from_le_bytes(archive[end + 16..end + 20].try_into().unwrap());
    let sheet = listed_at(archive, SHEET);
    let name = u16::from_le_bytes(archive[sheet + 28..sheet + 30].try_into().unwrap());
    let entry = &archive[sheet..sheet + 46 + usize::from(name)];
    let mut out = archive[..end].to_vec();
    for at in 0..times {
        let from = out.len();
        out.extend_from_slice(entry);
        write_at(&mut out, from + 46, format!("xl/worksheets/{at:06}").as_bytes());
    }
    let size = u32::try_from(out.len()).unwrap() - start;
    let known = u16::from_le_bytes(archive[end + 10..end + 12].try_into().unwrap());
    let count = u16::try_from(times).map_or(u16::MAX, |times| times.saturating_add(known));
    out.extend_from_slice(b"PK\x05\x06\0\0\0\0");
    for field in [count, count] {
        out.extend_from_slice(&field.to_le_bytes());
    }
    for field in [size, start] {
        out.extend_from_slice(&field.to_le_bytes());
    }
    out.extend_from_slice(&[0, 0]);
    out
}

/// Bytes without any order, the same every time.
pub fn noise(length: usize) -> Vec<u8> {
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    (0..length.div_ceil(8)).flat_map(|_| next().to_le_bytes()).take(length).collect()
}
