//! A data folder as a first start leaves it: made once a run, copied for every test that does not
//! try the first start itself.
use crate::support::{binaries, folder};
use mayak::db::embedded::{Durability, Options};
use mayak::db::{Database, Place};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;
use tempfile::TempDir;

const PREFIX: &str = "cluster-";
static MADE: LazyLock<PathBuf> = LazyLock::new(make);

/// A place with the folder `data` in it.
pub fn used() -> (TempDir, PathBuf) {
    let place = folder();
    let data = place.path().join("data");
    copy(&MADE, &data);
    (place, data)
}

fn make() -> PathBuf {
    let keep = Path::new(env!("CARGO_TARGET_TMPDIR"));
    for earlier in fs::read_dir(keep).unwrap().flatten() {
        if earlier.file_name().to_string_lossy().starts_with(PREFIX) {
            fs::remove_dir_all(earlier.path()).unwrap();
        }
    }
    let place = folder();
    let data = place.path().join("data");
    migrate(&data);
    let made = keep.join(format!("{PREFIX}{}", std::process::id()));
    copy(&data, &made);
    made
}

/// On a thread of its own: the test may be inside a runtime already.
fn migrate(data: &Path) {
    let place = Place::Private(Options {
        folder: data.to_path_buf(),
        binaries: binaries(),
        durability: Durability::ThrowAway,
    });
    let work = move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(Database::migrate(&place)).unwrap();
    };
    std::thread::spawn(work).join().unwrap();
}

/// With owners, modes and the socketless rest of it.
fn copy(from: &Path, to: &Path) {
    assert!(Command::new("cp").arg("-a").arg(from).arg(to).status().unwrap().success());
}
