//! Reading a file off the request's thread; workbooks by a process of their own, so that one made to exhaust memory or time
//! kills that process only.
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use axum::body::Bytes;
use chrono::NaiveDate;
use sha2::{Digest, Sha256};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, Command};
use tokio::task::spawn_blocking;
use tokio::time::timeout;

use crate::import::figures::{self, Figures};
use crate::import::limits::{MEGABYTE, READER_ANSWER_BYTES, READER_SECONDS};
use crate::import::mapping::{Kind, Mapping, Measure};
use crate::import::reading::{FileKind, read_text, wire};
use crate::import::recognition;
use crate::import::refusal::Refusal;
use crate::import::sheet::Book;

/// Reads an uploaded file off the request's thread; the caller has waited for his turn. `product` is the executable that knows
/// `read-workbook`. The inner result is the answer about the file, the outer one our own failure.
pub async fn read_file(product: &Path, bytes: Bytes) -> anyhow::Result<Result<Book, Refusal>> {
    match FileKind::of(&bytes) {
        Err(refusal) => Ok(Err(refusal)),
        Ok(FileKind::Text) => Ok(spawn_blocking(move || read_text(&bytes)).await?),
        Ok(FileKind::Workbook) => read_workbook(product, bytes).await,
    }
}

/// The digest of a file, off the request's thread.
pub async fn digest(bytes: Bytes) -> anyhow::Result<Vec<u8>> {
    Ok(spawn_blocking(move || Sha256::digest(&bytes).to_vec()).await?)
}

/// Recognises the columns off the request's thread, or finds the file hopeless.
pub async fn recognise(
    book: Arc<Book>,
    kind: Kind,
    measures: Vec<Measure>,
    file_name: String,
    earlier: Vec<(String, Mapping)>,
) -> anyhow::Result<Result<Mapping, Refusal>> {
    let work = move || match recognition::remembered(&book, kind, &earlier) {
        Some(mapping) => Ok(mapping),
        None => recognition::propose(&book, kind, &measures, &file_name),
    };
    Ok(spawn_blocking(work).await?)
}

/// Takes the figures out of a mapped file off the request's thread.
pub async fn read_figures(
    book: Arc<Book>,
    mapping: Mapping,
    measures: Vec<Measure>,
    today: NaiveDate,
) -> anyhow::Result<Figures> {
    let work = move || match book.sheets.get(mapping.sheet) {
        Some(sheet) => figures::read(sheet, &mapping, &measures, today),
        None => Figures::default(),
    };
    Ok(spawn_blocking(work).await?)
}

async fn read_workbook(product: &Path, bytes: Bytes) -> anyhow::Result<Result<Book, Refusal>> {
    let mut child = Command::new(product)
        .arg("read-workbook")
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .context("start the reader of workbooks")?;
    let answer = timeout(Duration::from_secs(READER_SECONDS), talk(&mut child, &bytes)).await;
    let Ok(answer) = answer else { return Ok(Err(wire::cut_off())) };
    let answer = answer.context("talk to the reader of workbooks")?;
    Ok(spawn_blocking(move || wire::book(&answer)).await?)
}

/// Gives the file and takes the answer at once: neither side may wait for the other's full pipe.
async fn talk(child: &mut Child, bytes: &[u8]) -> anyhow::Result<Vec<u8>> {
    let mut to = child.stdin.take().context("no way to the reader")?;
    let from = child.stdout.take().context("no way from the reader")?;
    let mut answer = Vec::new();
    let give = async move {
        // A reader that has already refused does not take the rest.
        let _ = to.write_all(bytes).await;
    };
    // The reader counts its lines; its last one may come on top.
    let mut from = from.take(READER_ANSWER_BYTES as u64 + MEGABYTE);
    let ((), taken) = tokio::join!(give, from.read_to_end(&mut answer));
    taken?;
    drop(child.kill().await);
    Ok(answer)
}
