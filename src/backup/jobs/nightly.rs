//! The copy of each night and the going of old ones.
use std::fs;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use anyhow::{Context, Result};
use chrono::{DateTime, NaiveDate, Utc};
use tokio::task::block_in_place;

use super::{backup, verify};
use crate::backup::rotation;
use crate::db::Owner;

/// Where this instance puts its nightly copies, and who may make them.
#[derive(Debug, Clone)]
pub struct Nightly {
    pub owner: Owner,
    pub folder: PathBuf,
}

/// Makes and tries the copy of the day unless it is there and whole, then throws the outlived ones away. Gives the new copy's
/// place.
///
/// # Errors
/// In Russian; the copies of earlier days are all still there.
pub async fn nightly(
    Nightly { owner, folder }: &Nightly,
    day: NaiveDate,
    now: DateTime<Utc>,
) -> Result<Option<PathBuf>> {
    fs::create_dir_all(folder)
        .with_context(|| format!("Папки для копий нет: {}", folder.display()))?;
    let path = folder.join(rotation::name(day));
    let is_there = path.exists() && tried(&path).is_ok();
    if !is_there {
        for left in names(folder)?.iter().filter(|name| rotation::is_part(name)) {
            fs::remove_file(folder.join(left))?; // of a night in which the product was killed
        }
        backup(owner, &path, now).await?;
        tried(&path)?;
    }
    let days = names(folder)?.iter().filter_map(|name| rotation::day(name)).collect();
    for day in rotation::outlived(days) {
        fs::remove_file(folder.join(rotation::name(day)))?;
    }
    Ok((!is_there).then_some(path))
}

/// A copy that cannot be read back is none: it goes, so that the next try makes another.
fn tried(path: &Path) -> Result<()> {
    let read = block_in_place(|| verify(path));
    if read.is_err() {
        fs::remove_file(path)?;
    }
    read.map(drop)
}

/// When the latest nightly copy was made, in seconds since 1970; none when there is none.
pub fn latest(folder: &Path) -> Option<f64> {
    let day = names(folder).ok()?.iter().filter_map(|name| rotation::day(name)).max()?;
    let made = fs::metadata(folder.join(rotation::name(day))).ok()?.modified().ok()?;
    Some(made.duration_since(UNIX_EPOCH).ok()?.as_secs_f64())
}

fn names(folder: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    Ok(names)
}
