//! One consistent moment of the database into a file that is whole or not there.
use std::fs::{self, File, OpenOptions};
use std::io::{BufWriter, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use chrono::{DateTime, Utc};
use futures_util::TryStreamExt;
use sqlx::PgConnection;
use tokio::task::block_in_place;

use super::known;
use crate::backup::archive::{PIECE, Writer};
use crate::backup::manifest::{FORMAT, Manifest, Tally};
use crate::backup::store;
use crate::db::Owner;

/// Copies the database into `path`, which must not be there yet.
///
/// # Errors
/// In Russian, saying what to do; no file is left then.
pub async fn backup(owner: &Owner, path: &Path, now: DateTime<Utc>) -> Result<Manifest> {
    let mut part = Part::create(path, now)?;
    let mut db = owner.connect().await?;
    let mut moment = store::freeze(&mut db).await?;
    let manifest = write(&mut moment, &mut part.file, now).await?;
    block_in_place(|| part.keep(path))?;
    Ok(manifest)
}

async fn write(db: &mut PgConnection, file: &mut File, now: DateTime<Utc>) -> Result<Manifest> {
    let migrations = store::migrations(db).await?;
    ensure!(
        migrations == known(),
        "Схема базы данных не той версии, что программа: запустите эту версию Маяка или mayak migrate"
    );
    let mut archive = Writer::new(BufWriter::new(file));
    for table in store::tables(db).await? {
        let mut tally = Tally::default();
        archive.begin(&table.name)?;
        let mut piece = Vec::with_capacity(PIECE);
        let mut rows = store::rows(db, &table, &table.columns).await?;
        while let Some(row) = rows.try_next().await? {
            piece.extend_from_slice(row.as_ref());
            if piece.len() >= PIECE {
                block_in_place(|| add(&mut archive, &mut tally, &piece))?;
                piece.clear();
            }
        }
        block_in_place(|| add(&mut archive, &mut tally, &piece))?;
        archive.end(tally.mark(&table.name, &table.columns));
    }
    let (program, tables) = (env!("CARGO_PKG_VERSION").to_owned(), Vec::new());
    let head = Manifest { format: FORMAT, program, made_at: now, migrations, tables };
    let (mut file, manifest) = archive.finish(head)?;
    file.flush()?;
    Ok(manifest)
}

fn add(
    archive: &mut Writer<BufWriter<&mut File>>,
    tally: &mut Tally,
    piece: &[u8],
) -> std::io::Result<()> {
    tally.add(piece);
    archive.add(piece)
}

/// A file in the making under a name of its own; gone unless kept.
struct Part {
    file: File,
    path: PathBuf,
}

impl Part {
    /// The name tells the run besides the process: in containers every process has the same number.
    fn create(wanted: &Path, now: DateTime<Utc>) -> Result<Self> {
        if wanted.exists() {
            bail!("Файл уже есть: {}. Назовите другой", wanted.display());
        }
        let mut path = wanted.as_os_str().to_owned();
        path.push(format!(".{}-{}.part", std::process::id(), now.timestamp_micros()));
        let path = PathBuf::from(path);
        let mut options = OpenOptions::new();
        options.write(true).read(true).create_new(true).mode(0o600); // secrets are in it
        let file = options
            .open(&path)
            .with_context(|| format!("Файл не создаётся: {}", wanted.display()))?;
        Ok(Self { file, path })
    }

    /// On the disk first, then under its name.
    fn keep(self, wanted: &Path) -> Result<()> {
        self.file.sync_all()?;
        fs::rename(&self.path, wanted)
            .with_context(|| format!("Копия не названа {}", wanted.display()))?;
        let folder = wanted.parent().filter(|folder| !folder.as_os_str().is_empty());
        File::open(folder.unwrap_or(Path::new(".")))?.sync_all()?;
        Ok(())
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path); // kept: no longer there
    }
}
