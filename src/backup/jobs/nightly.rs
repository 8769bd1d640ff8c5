//! The copy of each night and the going of old ones.
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use chrono::{DateTime, NaiveDate, Utc};

use super::{backup, verify};
use crate::backup::rotation;
use crate::db::Owner;

/// Makes and tries the copy of the day unless it is there, then throws the outlived ones away. Gives the new copy's place.
///
/// # Errors
/// In Russian; the copies of earlier days are all still there.
pub async fn nightly(
    owner: &Owner,
    folder: &Path,
    day: NaiveDate,
    now: DateTime<Utc>,
) -> Result<Option<PathBuf>> {
    fs::create_dir_all(folder)
        .with_context(|| format!("Папки для копий нет: {}", folder.display()))?;
    let path = folder.join(rotation::name(day));
    if path.exists() {
        return Ok(None);
    }
    backup(owner, &path, now).await?;
    verify(&path)?;
    for day in rotation::outlived(days(folder)?) {
        fs::remove_file(folder.join(rotation::name(day)))?;
    }
    Ok(Some(path))
}

fn days(folder: &Path) -> Result<Vec<NaiveDate>> {
    let mut days = Vec::new();
    for entry in fs::read_dir(folder)? {
        days.extend(rotation::day(&entry?.file_name().to_string_lossy()));
    }
    Ok(days)
}
