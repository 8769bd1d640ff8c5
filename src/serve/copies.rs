//! The commands about copies of the database, and what they say.

use crate::backup::{self, Difference, Manifest};
use crate::clock::Clock;
use crate::config::{Config, Verify};
use crate::db::Owner;
use crate::values::russian::counted;
use anyhow::{Result, bail};
use std::io::Write;
use std::path::Path;

pub(super) async fn backup(config: &Config, file: &Path) -> Result<()> {
    let (owner, host) = Owner::visit(&config.settings.place()?).await?;
    let made = backup::backup(&owner, file, Clock::system().now()).await;
    host.close().await;
    say(&format!("Копия готова: {}, {}", file.display(), size(&made?)))
}

pub(super) async fn restore(config: &Config, file: &Path) -> Result<()> {
    let (owner, host) = Owner::settle(&config.settings.place()?).await?;
    let restored = backup::restore(&owner, file).await;
    host.close().await;
    say(&format!("Копия восстановлена и сверена: {}. Запускайте Маяк", size(&restored?)))
}

pub(super) async fn verify(config: &Config, asked: &Verify) -> Result<()> {
    let manifest = backup::verify(&asked.file)?;
    for table in &manifest.tables {
        say(&format!("{:<24}{:>12}  {}", table.name, table.rows, table.sha256))?;
    }
    let made_at = manifest.made_at.format("%Y-%m-%d %H:%M UTC");
    say(&format!("Копия цела: {}, сделана {made_at}", size(&manifest)))?;
    if !asked.against {
        return Ok(());
    }
    let (owner, host) = Owner::visit(&config.settings.place()?).await?;
    let differences = backup::against(&owner, &manifest).await;
    host.close().await;
    told(&differences?)
}

fn told(differences: &[Difference]) -> Result<()> {
    for Difference { wanted, found } in differences {
        let found = found.as_ref().map_or("нет такой таблицы".to_owned(), |found| {
            format!("{} {}", found.rows, found.sha256)
        });
        say(&format!(
            "{}: в копии {} {}, в базе {found}",
            wanted.name, wanted.rows, wanted.sha256
        ))?;
    }
    if differences.is_empty() {
        return say("В базе то же, что в копии");
    }
    bail!(
        "В базе не то, что в копии: {}",
        counted(differences.len().try_into()?, "таблица", "таблицы", "таблиц")
    )
}

fn size(manifest: &Manifest) -> String {
    let tables = counted(number(manifest.tables.len() as u64), "таблица", "таблицы", "таблиц");
    format!("{tables}, {}", counted(number(manifest.rows()), "строка", "строки", "строк"))
}

fn number(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn say(line: &str) -> Result<()> {
    Ok(writeln!(std::io::stdout(), "{line}")?)
}
