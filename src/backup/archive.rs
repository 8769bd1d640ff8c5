//! The file of a copy: written table by table, read the same way, never whole in memory.
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, Write};

use zip::read::ZipFile;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::manifest::{Manifest, TableMark, Tally};
use super::refusal::Refusal;

const MANIFEST: &str = "manifest.json";
/// A manifest has a line a table; a larger file of that name is not one.
const MANIFEST_BYTES: u64 = 4 * 1024 * 1024;
/// How a zip archive begins.
const MAGIC: [u8; 4] = *b"PK\x03\x04";
/// Read at once.
pub const PIECE: usize = 64 * 1024;

fn entry(table: &str) -> String {
    format!("data/{table}.copy")
}

fn options() -> SimpleFileOptions {
    SimpleFileOptions::default().large_file(true).unix_permissions(0o600)
}

/// A copy in the making.
pub struct Writer<W: Write + Seek> {
    zip: ZipWriter<W>,
    tables: Vec<TableMark>,
}

impl<W: Write + Seek> Writer<W> {
    pub fn new(file: W) -> Self {
        Self { zip: ZipWriter::new(file), tables: Vec::new() }
    }

    pub fn begin(&mut self, table: &str) -> io::Result<()> {
        Ok(self.zip.start_file(entry(table), options())?)
    }

    pub fn add(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.zip.write_all(bytes)
    }

    pub fn end(&mut self, table: TableMark) {
        self.tables.push(table);
    }

    /// The manifest comes last: a file that was cut off has none.
    pub fn finish(mut self, manifest: Manifest) -> io::Result<(W, Manifest)> {
        let manifest = Manifest { tables: self.tables, ..manifest };
        self.zip.start_file(MANIFEST, options())?;
        serde_json::to_writer_pretty(&mut self.zip, &manifest)?;
        Ok((self.zip.finish()?, manifest))
    }
}

/// A copy that says what is in it.
pub struct Reader {
    zip: ZipArchive<BufReader<File>>,
    pub manifest: Manifest,
}

impl Reader {
    pub fn open(mut file: File) -> Result<Self, Refusal> {
        let mut begins = [0; MAGIC.len()];
        let is_zip = file.read_exact(&mut begins).is_ok() && begins == MAGIC;
        if !is_zip || file.rewind().is_err() {
            return Err(Refusal::NotACopy);
        }
        let mut zip = ZipArchive::new(BufReader::new(file)).map_err(Refusal::broken)?;
        let manifest = match zip.by_name(MANIFEST) {
            Ok(manifest) => serde_json::from_reader(manifest.take(MANIFEST_BYTES)),
            Err(ZipError::FileNotFound) => return Err(Refusal::NotACopy),
            Err(error) => return Err(Refusal::broken(error)),
        };
        Ok(Self { zip, manifest: manifest.map_err(|_| Refusal::NotACopy)? })
    }

    pub fn table(&mut self, name: &str) -> Result<Table<'_>, Refusal> {
        let file = self.zip.by_name(&entry(name)).map_err(Refusal::broken)?;
        Ok(Table { file, tally: Tally::default(), piece: vec![0; PIECE] })
    }
}

/// The rows of one table, piece by piece.
pub struct Table<'a> {
    file: ZipFile<'a, BufReader<File>>,
    tally: Tally,
    piece: Vec<u8>,
}

impl Table<'_> {
    /// The next piece; none at the end.
    pub fn next(&mut self) -> Result<Option<&[u8]>, Refusal> {
        let length = self.file.read(&mut self.piece).map_err(Refusal::broken)?;
        let piece = &self.piece[..length];
        self.tally.add(piece);
        Ok((length > 0).then_some(piece))
    }

    /// Whether what was read is what the manifest says.
    pub fn finish(self, wanted: &TableMark) -> Result<(), Refusal> {
        let found = self.tally.mark(&wanted.name, &wanted.columns);
        if found == *wanted {
            return Ok(());
        }
        Err(Refusal::broken(format!("таблица {} не та, что в описи", wanted.name)))
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use crate::backup::manifest::FORMAT;

    /// A copy of one table whose manifest says `says` of the rows.
    fn copy(rows: &[u8], says: &[u8]) -> File {
        let mut writer = Writer::new(tempfile::tempfile().unwrap());
        writer.begin("person").unwrap();
        writer.add(rows).unwrap();
        let mut tally = Tally::default();
        tally.add(says);
        writer.end(tally.mark("person", &["id".into()]));
        let (program, made_at) = ("0.1.0".to_owned(), DateTime::UNIX_EPOCH);
        let (migrations, tables) = (std::collections::BTreeMap::new(), Vec::new());
        let head = Manifest { format: FORMAT, program, made_at, migrations, tables };
        let (mut file, _) = writer.finish(head).unwrap();
        file.rewind().unwrap();
        file
    }

    fn read(file: File) -> Result<Vec<u8>, Refusal> {
        let mut reader = Reader::open(file)?;
        let mark = reader.manifest.tables[0].clone();
        let mut table = reader.table("person")?;
        let mut rows = Vec::new();
        while let Some(piece) = table.next()? {
            rows.extend_from_slice(piece);
        }
        table.finish(&mark)?;
        Ok(rows)
    }

    #[test]
    fn what_was_written_is_read() {
        let rows = b"1\tA\n".repeat(100_000);
        assert_eq!(read(copy(&rows, &rows)).unwrap(), rows);
    }

    #[test]
    fn a_table_that_is_not_as_the_manifest_says_is_told() {
        assert!(matches!(read(copy(b"1\n", b"2\n")), Err(Refusal::Broken(_))));
    }

    #[test]
    fn a_cut_off_copy_and_another_file_are_told_apart() {
        let whole = copy(b"1\n", b"1\n");
        whole.set_len(whole.metadata().unwrap().len() - 7).unwrap();
        assert!(matches!(read(whole), Err(Refusal::Broken(_))));
        let mut other = tempfile::tempfile().unwrap();
        other.write_all(b"-- PostgreSQL database dump").unwrap();
        other.rewind().unwrap();
        assert!(matches!(read(other), Err(Refusal::NotACopy)));
        let mut archive = ZipWriter::new(tempfile::tempfile().unwrap());
        archive.start_file("photo.jpg", options()).unwrap();
        let mut archive = archive.finish().unwrap();
        archive.rewind().unwrap();
        assert!(matches!(read(archive), Err(Refusal::NotACopy)));
    }
}
