//! The archive itself: files added one after another, each with its size and checksum in the manifest.
use std::io::{self, Seek, Write};

use serde::Serialize;
use sha2::{Digest, Sha256};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::table::{EXPORTED, LEFT_OUT};
use crate::values::hex;

/// So that a spreadsheet reads UTF-8.
const MARK: &str = "\u{FEFF}";

/// A file of the archive, as the manifest names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry {
    pub file: String,
    pub title: String,
    /// Without the head; none for what is no table.
    pub rows: Option<i64>,
    pub bytes: u64,
    pub sha256: String,
}

#[derive(Debug, Serialize)]
struct Manifest<'a> {
    company: &'a str,
    made_at: &'a str,
    files: &'a [Entry],
    left_out: Vec<LeftOut>,
}

#[derive(Debug, Serialize)]
struct LeftOut {
    table: &'static str,
    why: &'static str,
}

pub struct Archive<W: Write + Seek> {
    zip: ZipWriter<W>,
    done: Vec<Entry>,
    open: Option<(Entry, Sha256)>,
}

impl<W: Write + Seek> Archive<W> {
    pub fn new(file: W) -> Self {
        Self { zip: ZipWriter::new(file), done: Vec::new(), open: None }
    }

    /// Begins `<table>.csv`.
    pub fn begin_table(&mut self, name: &str, title: &str, rows: i64) -> io::Result<()> {
        self.begin(format!("{name}.csv"), title.to_owned(), Some(rows))?;
        self.add(MARK.as_bytes())
    }

    /// Begins `files/<id>.<kind>`; the name that people gave it is not trusted with a place on a disk.
    pub fn begin_file(&mut self, id: &str, name: &str) -> io::Result<()> {
        let kind = name.rsplit_once('.').map_or("", |(_, kind)| kind).to_lowercase();
        let kind = ["csv", "txt", "xlsx", "xls"].into_iter().find(|known| *known == kind);
        self.begin(format!("files/{id}.{}", kind.unwrap_or("bin")), name.to_owned(), None)
    }

    fn begin(&mut self, file: String, title: String, rows: Option<i64>) -> io::Result<()> {
        self.end();
        self.zip.start_file(file.as_str(), SimpleFileOptions::default().large_file(true))?;
        let entry = Entry { file, title, rows, bytes: 0, sha256: String::new() };
        self.open = Some((entry, Sha256::new()));
        Ok(())
    }

    pub fn add(&mut self, bytes: &[u8]) -> io::Result<()> {
        if let Some((entry, digest)) = &mut self.open {
            entry.bytes += bytes.len() as u64;
            digest.update(bytes);
        }
        self.zip.write_all(bytes)
    }

    fn end(&mut self) {
        if let Some((mut entry, digest)) = self.open.take() {
            entry.sha256 = hex(&digest.finalize());
            self.done.push(entry);
        }
    }

    /// Adds what explains the rest.
    pub fn finish(mut self, company: &str, made_at: &str) -> io::Result<W> {
        self.end();
        let options = SimpleFileOptions::default();
        let left_out = LEFT_OUT.iter().map(|&(table, why)| LeftOut { table, why }).collect();
        let manifest = Manifest { company, made_at, files: &self.done, left_out };
        self.zip.start_file("manifest.json", options)?;
        serde_json::to_writer_pretty(&mut self.zip, &manifest)?;
        self.zip.start_file("О выгрузке.txt", options)?;
        self.zip.write_all(about(company, made_at).as_bytes())?;
        Ok(self.zip.finish()?)
    }
}

fn about(company: &str, made_at: &str) -> String {
    let tables = EXPORTED.map(|table| format!("{}.csv — {}\r\n", table.name, table.title)).concat();
    format!(
        "{MARK}Данные компании «{company}», {made_at}.\r\n\r\n\
         Таблицы — CSV: точка с запятой, UTF-8, первая строка — названия столбцов. Пустое место — «не задано».\r\n\
         Числа показателей и планов целые, в младших единицах: их делят на 10 в степени scale показателя \
         (деньги — в копейках). Время — по Гринвичу. Текст, который таблица приняла бы за формулу, начинается с \
         апострофа. Строки и контрольные суммы SHA-256 каждого файла — в manifest.json.\r\n\r\n{tables}"
    )
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read};

    use super::*;

    #[test]
    fn what_people_called_a_file_leads_nowhere_on_a_disk() {
        let mut archive = Archive::new(Cursor::new(Vec::new()));
        archive.begin_table("member", "Люди", 1).unwrap();
        archive.add(b"name\nA\n").unwrap();
        archive.begin_file("7", "../../etc/passwd").unwrap();
        archive.begin_file("8", "Факты.XLSX").unwrap();
        let file = archive.finish("Наша", "сегодня").unwrap();
        let mut read = zip::ZipArchive::new(file).unwrap();
        let names: Vec<_> = read.file_names().map(|name| name.unwrap().into_owned()).collect();
        for name in ["member.csv", "files/7.bin", "files/8.xlsx", "manifest.json"] {
            assert!(names.iter().any(|one| one == name), "{names:?}");
        }
        let mut csv = String::new();
        read.by_name("member.csv").unwrap().read_to_string(&mut csv).unwrap();
        assert_eq!(csv, "\u{FEFF}name\nA\n");
    }
}
