//! What the server says: one file and the one before it.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

/// Bytes after which the log is put aside.
const LARGEST: u64 = 10_000_000;
/// Bytes of the end of the log that are shown when the server does not start.
const TAIL: usize = 1_500;

pub(super) struct ServerLog(PathBuf);

impl ServerLog {
    pub fn new(path: PathBuf) -> Self {
        Self(path)
    }

    /// Opened for appending, so that the server goes on at the start after a rotation.
    pub fn open(&self) -> io::Result<File> {
        OpenOptions::new().create(true).append(true).open(&self.0)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Copies a large log aside and empties it: the server keeps its open file.
    pub fn rotate(&self) -> io::Result<()> {
        self.rotate_at(LARGEST)
    }

    fn rotate_at(&self, largest: u64) -> io::Result<()> {
        if fs::metadata(&self.0).map_or(0, |meta| meta.len()) < largest {
            return Ok(());
        }
        fs::copy(&self.0, self.0.with_extension("log.1"))?;
        OpenOptions::new().write(true).open(&self.0)?.set_len(0)
    }

    /// The last lines, for the message of a start that failed.
    pub fn tail(&self) -> String {
        let text = fs::read(&self.0).unwrap_or_default();
        let from = text.len().saturating_sub(TAIL);
        String::from_utf8_lossy(&text[from..]).trim().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn a_large_log_is_put_aside_and_the_writer_goes_on_in_an_empty_one() {
        let folder = tempfile::tempdir().unwrap();
        let log = ServerLog::new(folder.path().join("postgres.log"));
        let mut writer = log.open().unwrap();
        writer.write_all(b"before").unwrap();
        log.rotate_at(6).unwrap();
        writer.write_all(b"after").unwrap();
        assert_eq!(fs::read(folder.path().join("postgres.log.1")).unwrap(), b"before");
        assert_eq!(log.tail(), "after");
    }
}
