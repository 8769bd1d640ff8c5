//! What a copy says of itself.
use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::refusal::Refusal;
use crate::values::hex;

/// The form of the file; a program that finds a higher one is too old for it.
pub const FORMAT: u32 = 1;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    pub format: u32,
    /// The version of the program that made it.
    pub program: String,
    /// When its moment was.
    pub made_at: DateTime<Utc>,
    /// The migrations it was made under, by version, with the checksum of each in hexadecimal.
    pub migrations: BTreeMap<i64, String>,
    /// In the order in which they can be filled.
    pub tables: Vec<TableMark>,
}

/// One table as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableMark {
    pub name: String,
    pub columns: Vec<String>,
    pub rows: u64,
    /// Of the rows as COPY writes them, in the order of the primary key.
    pub sha256: String,
}

impl Manifest {
    pub fn rows(&self) -> u64 {
        self.tables.iter().map(|table| table.rows).sum()
    }

    /// Whether a program of these migrations can take the copy.
    pub fn check(&self, known: &BTreeMap<i64, String>) -> Result<(), Refusal> {
        if self.format > FORMAT {
            return Err(Refusal::Newer(format!("вид файла {}", self.format)));
        }
        for (version, checksum) in &self.migrations {
            match known.get(version) {
                None => return Err(Refusal::Newer(format!("миграция {version}"))),
                Some(ours) if ours != checksum => return Err(Refusal::OtherBuild(*version)),
                Some(_) => {}
            }
        }
        Ok(())
    }
}

/// Counts and digests the rows of a table as they pass. In COPY's text form each line is a row: a line break inside a value
/// is written `\n`.
#[derive(Default)]
pub struct Tally {
    rows: u64,
    digest: Sha256,
}

impl Tally {
    pub fn add(&mut self, bytes: &[u8]) {
        self.digest.update(bytes);
        self.rows += bytes.iter().map(|byte| u64::from(*byte == b'\n')).sum::<u64>();
    }

    pub fn mark(self, name: &str, columns: &[String]) -> TableMark {
        let sha256 = hex(&self.digest.finalize());
        TableMark { name: name.to_owned(), columns: columns.to_vec(), rows: self.rows, sha256 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made_under(migrations: &[(i64, &str)]) -> Manifest {
        let migrations = known(migrations);
        let (program, made_at) = ("0.1.0".to_owned(), DateTime::UNIX_EPOCH);
        Manifest { format: FORMAT, program, made_at, migrations, tables: Vec::new() }
    }

    fn known(migrations: &[(i64, &str)]) -> BTreeMap<i64, String> {
        migrations.iter().map(|(version, sum)| (*version, (*sum).to_owned())).collect()
    }

    #[test]
    fn an_older_copy_is_taken_and_a_newer_or_foreign_one_is_not() {
        let ours = known(&[(1, "a"), (2, "b")]);
        assert!(made_under(&[(1, "a")]).check(&ours).is_ok());
        assert!(matches!(made_under(&[(3, "c")]).check(&ours), Err(Refusal::Newer(_))));
        assert!(matches!(made_under(&[(2, "x")]).check(&ours), Err(Refusal::OtherBuild(2))));
        let future = Manifest { format: FORMAT + 1, ..made_under(&[]) };
        assert!(matches!(future.check(&ours), Err(Refusal::Newer(_))));
    }

    #[test]
    fn rows_are_counted_however_they_are_cut() {
        let whole = {
            let mut tally = Tally::default();
            tally.add(b"1\t\\n\n2\tb\n");
            tally.mark("t", &[])
        };
        let mut parts = Tally::default();
        parts.add(b"1\t\\n\n2");
        parts.add(b"\tb\n");
        assert_eq!(whole, parts.mark("t", &[]));
        assert_eq!(whole.rows, 2);
    }
}
