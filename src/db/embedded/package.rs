//! The installed server program, as it was when the server started. After an upgrade under a
//! running server its new sessions load libraries of another build and fail.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::PathBuf;

pub(super) struct Package {
    program: PathBuf,
    known: Option<Fingerprint>,
    seen: Option<Fingerprint>,
}

/// Device, inode, size, time of change in seconds and nanoseconds.
type Fingerprint = (u64, u64, u64, i64, i64);

impl Package {
    pub fn of(program: PathBuf) -> Self {
        let known = fingerprint(&program);
        Self { program, known, seen: known }
    }

    /// True once for each upgrade, when two looks in a row found the same new program: in between
    /// the package may be half unpacked.
    pub fn was_upgraded(&mut self) -> bool {
        let now = fingerprint(&self.program);
        let settled = now.is_some() && now == self.seen;
        self.seen = now;
        if !settled || now == self.known {
            return false;
        }
        self.known = now;
        true
    }
}

fn fingerprint(program: &PathBuf) -> Option<Fingerprint> {
    let meta = fs::metadata(program).ok()?;
    Some((meta.dev(), meta.ino(), meta.size(), meta.ctime(), meta.ctime_nsec()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_upgrade_is_noticed_once_and_only_when_it_is_over() {
        let folder = tempfile::tempdir().unwrap();
        let program = folder.path().join("postgres");
        fs::write(&program, "old").unwrap();
        let mut package = Package::of(program.clone());
        assert!(!package.was_upgraded());
        fs::remove_file(&program).unwrap();
        assert!(!package.was_upgraded(), "gone for a moment");
        fs::write(&program, "newer").unwrap();
        assert!(!package.was_upgraded(), "may be half written");
        assert!(package.was_upgraded());
        assert!(!package.was_upgraded(), "told already");
    }
}
