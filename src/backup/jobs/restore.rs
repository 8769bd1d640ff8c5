//! A copy into an empty database: the schema of the copy, its rows in one transaction, what has changed in the schema since.
use std::borrow::Cow;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use sqlx::migrate::Migrator;
use sqlx::{Connection, PgConnection};
use tokio::task::block_in_place;

use super::{mark, open};
use crate::MIGRATOR;
use crate::backup::archive::Reader;
use crate::backup::manifest::{Manifest, TableMark};
use crate::backup::refusal::Refusal;
use crate::backup::store;
use crate::db::Owner;

/// Puts a copy back. Whatever fails before the end, no row is in the database.
///
/// # Errors
/// In Russian: not a whole copy of ours, a database that is in use or not empty.
pub async fn restore(owner: &Owner, path: &Path) -> Result<Manifest> {
    let mut reader = open(path)?;
    let mut db = owner.connect().await?;
    make_way(&mut db).await?;
    let manifest = reader.manifest.clone();
    up_to(&manifest).run(&mut db).await.context("Схема копии не создалась")?;
    fill(&mut db, &mut reader, &manifest).await?;
    store::settle(&mut db).await?;
    db.close().await?;
    owner.migrate().await?;
    Ok(manifest)
}

/// Refuses a database with anything in it; a schema nobody has used goes.
async fn make_way(db: &mut PgConnection) -> Result<()> {
    let standing = store::standing(db).await?;
    ensure!(standing.products == 0, Refusal::InUse);
    ensure!(standing.foreign == 0, Refusal::NotEmpty);
    if standing.relations == 0 {
        return Ok(());
    }
    let tables = store::tables(db).await?;
    ensure!(!store::has_rows(db, &tables).await?, Refusal::NotEmpty);
    Ok(store::clear(db).await?)
}

/// The migrations the copy was made under.
fn up_to(manifest: &Manifest) -> Migrator {
    let were = MIGRATOR.iter().filter(|one| manifest.migrations.contains_key(&one.version));
    Migrator { migrations: Cow::Owned(were.cloned().collect()), ..Migrator::DEFAULT }
}

async fn fill(db: &mut PgConnection, reader: &mut Reader, manifest: &Manifest) -> Result<()> {
    let mut tx = db.begin().await?;
    store::force_walls(&mut tx, false).await?;
    for table in &manifest.tables {
        fill_table(&mut tx, reader, table).await?;
    }
    check(&mut tx, manifest).await?;
    store::force_walls(&mut tx, true).await?;
    Ok(tx.commit().await?)
}

async fn fill_table(db: &mut PgConnection, reader: &mut Reader, mark: &TableMark) -> Result<()> {
    let mut rows = reader.table(&mark.name)?;
    let mut into = store::fill(db, mark).await?;
    loop {
        let piece = block_in_place(|| rows.next().map(|piece| piece.map(<[u8]>::to_vec)));
        match piece {
            Ok(Some(piece)) => {
                into.send(piece).await?;
            }
            Ok(None) => break,
            Err(broken) => {
                into.abort("the copy is damaged").await?;
                return Err(broken.into());
            }
        }
    }
    into.finish().await.with_context(|| format!("Таблица {} не заполнилась", mark.name))?;
    Ok(rows.finish(mark)?)
}

/// What stands in the database now against what the copy says, before anybody can see it.
async fn check(db: &mut PgConnection, manifest: &Manifest) -> Result<()> {
    let tables = store::tables(db).await?;
    for wanted in &manifest.tables {
        let table = tables.iter().find(|table| table.name == wanted.name);
        let table = table.with_context(|| format!("нет таблицы {}", wanted.name))?;
        let found = mark(db, table, &wanted.columns).await?;
        let say = |mark: &TableMark| format!("{} строк, {}", mark.rows, mark.sha256);
        let (table, found, said) = (wanted.name.clone(), say(&found), say(wanted));
        ensure!(found == said, Refusal::Differs { table, found, wanted: said });
    }
    Ok(())
}
