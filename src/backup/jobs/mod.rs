//! Making a copy, trying it, putting it back. Compression and files block: the caller's runtime has several threads.
mod make;
mod nightly;
mod restore;
mod verify;

pub use make::backup;
pub use nightly::{Nightly, latest, nightly};
pub use restore::restore;
pub use verify::{Difference, against, verify};

use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;

use anyhow::{Context, Result};
use futures_util::TryStreamExt;
use sqlx::PgConnection;

use super::archive::Reader;
use super::manifest::{TableMark, Tally};
use super::refusal::Refusal;
use super::store;
use crate::MIGRATOR;
use crate::values::hex;

/// The migrations of this program.
fn known() -> BTreeMap<i64, String> {
    MIGRATOR.iter().map(|one| (one.version, hex(&one.checksum))).collect()
}

/// Opens a copy that this program understands.
fn open(path: &Path) -> Result<Reader> {
    let say = || path.display().to_string();
    let file = File::open(path).with_context(|| format!("Файл не открывается: {}", say()))?;
    let reader = Reader::open(file).with_context(say)?;
    reader.manifest.check(&known()).with_context(say)?;
    Ok(reader)
}

/// What a table holds now, of the columns named.
async fn mark(
    db: &mut PgConnection,
    table: &store::Table,
    columns: &[String],
) -> Result<TableMark> {
    let mut tally = Tally::default();
    let mut rows = store::rows(db, table, columns).await?;
    while let Some(row) = rows.try_next().await? {
        tally.add(row.as_ref());
    }
    Ok(tally.mark(&table.name, columns))
}

/// Reads a table of a copy to its end and checks it.
fn try_table(reader: &mut Reader, mark: &TableMark) -> Result<(), Refusal> {
    let mut table = reader.table(&mark.name)?;
    while table.next()?.is_some() {}
    table.finish(mark)
}
