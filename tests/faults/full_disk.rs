//! The disk with the data folder and the log is full, and after a while it is not.
use crate::account::account;
use crate::support::folder;
use crate::table::{Figure, Outcome};
use crate::world::World;
use crate::writers::{Temper, Writers};
use std::fs::{File, remove_file};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// What is left free at first.
const ROOM: u64 = 48;
/// From the moment there is room to the next acknowledged write.
const BACK: Duration = Duration::from_secs(15);
const FIRST: i64 = 1_000;

pub fn play(world: &World) -> Outcome {
    if !nix::unistd::geteuid().is_root() {
        return Outcome::Skipped("чтобы подключить маленький диск, нужен root".into());
    }
    let disk = match Disk::of(world.megabytes() + ROOM) {
        Ok(disk) => disk,
        Err(why) => return Outcome::Skipped(format!("маленький диск не подключается: {why}")),
    };
    let site = world.site_in(&disk.path.join("data"));
    let writers = Writers::start(&site, Temper::Patient, FIRST);
    writers.await_more(50);
    let ballast = disk.path.join("ballast");
    fill(&ballast);
    writers.await_failures(30);
    remove_file(&ballast).unwrap();
    let freed = Instant::now();
    writers.await_more(1);
    let back = freed.elapsed();
    writers.await_more(50);
    let written = writers.end();
    let failed: usize = written.iter().map(|one| one.failed).sum();
    let mut figures = account(&site, &written, FIRST).figures();
    figures.push(Figure::at_least("отказано, пока места нет", failed, 30));
    figures.push(Figure::at_most("от свободного места до следующей записи", back, BACK));
    Outcome::Measured(figures)
}

/// A disk in memory; gone when dropped.
struct Disk {
    path: PathBuf,
    _place: TempDir,
}

impl Disk {
    fn of(megabytes: u64) -> Result<Self, String> {
        let place = folder();
        let size = format!("size={megabytes}m,mode=755");
        let mount = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &size, "tmpfs"])
            .arg(place.path())
            .output();
        let done = mount.map_err(|error| error.to_string())?;
        if !done.status.success() {
            return Err(String::from_utf8_lossy(&done.stderr).trim().to_owned());
        }
        Ok(Self { path: place.path().to_path_buf(), _place: place })
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.path).status();
    }
}

/// To the last byte.
fn fill(path: &Path) {
    let mut file = File::create(path).unwrap();
    for size in [1 << 20, 4_096, 1] {
        let block = vec![0; size];
        while file.write_all(&block).is_ok() {}
    }
}
