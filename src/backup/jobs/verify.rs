//! Whether a copy is whole, and whether a database holds what it says.
use std::path::Path;

use anyhow::Result;

use super::{mark, open, try_table};
use crate::backup::manifest::{Manifest, TableMark};
use crate::backup::store;
use crate::db::Owner;

/// A table that is not in the database as it is in the copy.
#[derive(Debug)]
pub struct Difference {
    pub wanted: TableMark,
    /// None: there is no such table, or it lacks a column.
    pub found: Option<TableMark>,
}

/// Reads the whole copy and checks every table of it.
///
/// # Errors
/// When it is no copy, is damaged, or is newer than the program.
pub fn verify(path: &Path) -> Result<Manifest> {
    let mut reader = open(path)?;
    let manifest = reader.manifest.clone();
    for table in &manifest.tables {
        try_table(&mut reader, table)?;
    }
    Ok(manifest)
}

/// What differs between a copy and the database at one moment. Columns that a later migration added do not count.
///
/// # Errors
/// When the database does not answer.
pub async fn against(owner: &Owner, manifest: &Manifest) -> Result<Vec<Difference>> {
    let mut db = owner.connect().await?;
    let mut moment = store::freeze(&mut db).await?;
    let tables = store::tables(&mut moment).await?;
    let mut differences = Vec::new();
    for wanted in &manifest.tables {
        let has_all = |table: &&store::Table| {
            table.name == wanted.name && wanted.columns.iter().all(|c| table.columns.contains(c))
        };
        let found = match tables.iter().find(has_all) {
            Some(table) => Some(mark(&mut moment, table, &wanted.columns).await?),
            None => None,
        };
        if found.as_ref() != Some(wanted) {
            differences.push(Difference { wanted: wanted.clone(), found });
        }
    }
    Ok(differences)
}
