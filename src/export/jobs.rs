//! Making the archive. Rows come from one moment of the database and go to a file that has no name: it is gone with whoever
//! downloads it. A slow download then holds no connection.
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Seek, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::time::Duration;

use anyhow::{Context, Result};
use futures_util::TryStreamExt;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::task::spawn_blocking;
use uuid::Uuid;

use super::archive::Archive;
use super::store;
use super::table::EXPORTED;
use crate::db::TenantTx;

/// Lines go to the archive in pieces of this size, and so many of these wait.
const PIECE: usize = 64 * 1024;
const WAITING: usize = 8;
/// Each statement may take that long.
const LONGEST: Duration = Duration::from_mins(2);

/// What the thread that compresses is told.
enum Part {
    Table { name: &'static str, title: &'static str, rows: i64 },
    File { id: Uuid, name: String },
    Bytes(Vec<u8>),
}

/// Writes everything of the company and gives the file, at its beginning.
///
/// # Errors
/// When the database or the disk fails; nothing is left on it.
pub async fn archive(db: &mut TenantTx, company: String, made_at: String) -> Result<File> {
    db.allow(LONGEST).await?;
    let file = nameless(db.new_id::<Uuid>())?;
    let (send, parts) = channel(WAITING);
    let written = spawn_blocking(move || write(parts, file, &company, &made_at));
    let read = read(db, &send).await;
    drop(send);
    let written = written.await.context("the archive's thread has died")?;
    // A full disk closes the channel: its own word comes first.
    let file = written?;
    read?;
    Ok(file)
}

async fn read(db: &mut TenantTx, send: &Sender<Part>) -> Result<()> {
    for table in &EXPORTED {
        let read = store::read(db, table).await?;
        let (name, title, rows) = (table.name, table.title, read.rows);
        send.send(Part::Table { name, title, rows }).await?;
        let mut lines = store::csv(db, &read).await?;
        let mut piece = Vec::with_capacity(PIECE);
        while let Some(line) = lines.try_next().await? {
            piece.extend_from_slice(line.as_ref());
            if piece.len() >= PIECE {
                send.send(Part::Bytes(std::mem::take(&mut piece))).await?;
            }
        }
        send.send(Part::Bytes(piece)).await?;
    }
    for store::File { id, name } in store::files(db).await? {
        send.send(Part::File { id, name }).await?;
        send.send(Part::Bytes(store::content(db, id).await?)).await?;
    }
    Ok(())
}

fn write(mut parts: Receiver<Part>, file: File, company: &str, made_at: &str) -> io::Result<File> {
    let mut archive = Archive::new(BufWriter::new(file));
    while let Some(part) = parts.blocking_recv() {
        match part {
            Part::Table { name, title, rows } => archive.begin_table(name, title, rows)?,
            Part::File { id, name } => archive.begin_file(&id.to_string(), &name)?,
            Part::Bytes(bytes) => archive.add(&bytes)?,
        }
    }
    let mut file = archive.finish(company, made_at)?;
    file.flush()?;
    file.rewind()?;
    Ok(file.into_inner()?)
}

/// A file of nobody else's that is no longer in its folder.
fn nameless(id: Uuid) -> Result<File> {
    let path = std::env::temp_dir().join(format!("mayak-export-{id}"));
    let mut options = OpenOptions::new();
    options.read(true).write(true).create_new(true).mode(0o600);
    let file = options.open(&path).with_context(|| format!("no file in {}", path.display()))?;
    fs::remove_file(&path)?;
    Ok(file)
}
