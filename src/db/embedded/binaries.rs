//! Where the server's programs are. Order: the user's choice, PATH, `pg_config`, the system's folders.

use anyhow::{Context, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The oldest server whose SQL the migrations may use.
const OLDEST: u32 = 15;

/// Folders that hold numbered versions: `<root>/<prefix><major><suffix>`.
const NUMBERED: [(&str, &str, &str); 5] = [
    ("/usr/lib/postgresql", "", "bin"),
    ("/usr", "pgsql-", "bin"),
    ("/usr/libexec", "postgresql", ""),
    ("/opt/homebrew/opt", "postgresql@", "bin"),
    ("/usr/local/opt", "postgresql@", "bin"),
];

/// The programs of one installed server version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Binaries {
    pub folder: PathBuf,
    pub major: u32,
}

impl Binaries {
    /// For a new cluster: the first one found that is new enough.
    pub fn newest(chosen: Option<&Path>) -> Result<Self> {
        let found = installed(chosen)?;
        if let Some(fit) = found.iter().find(|b| b.major >= OLDEST) {
            return Ok(fit.clone());
        }
        bail!(
            "Не найден сервер PostgreSQL {OLDEST} или новее{}. Установите его (Debian и Ubuntu: \
             apt-get install postgresql; Fedora: dnf install postgresql-server), или укажите папку \
             с программами postgres и initdb в MAYAK_PG_BIN, или адрес готовой базы в DATABASE_URL",
            too_old(&found)
        )
    }

    /// For an existing cluster: only the major version that made it can open it.
    pub fn of_major(major: u32, chosen: Option<&Path>) -> Result<Self> {
        let found = installed(chosen)?;
        if let Some(fit) = found.iter().find(|b| b.major == major) {
            return Ok(fit.clone());
        }
        bail!(
            "База данных создана PostgreSQL {major}, а такого сервера нет{}. Установите \
             PostgreSQL {major} или укажите папку с его программами в MAYAK_PG_BIN",
            too_old(&found)
        )
    }

    pub fn program(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }
}

fn too_old(found: &[Binaries]) -> String {
    let versions: Vec<_> = found.iter().map(|b| b.major.to_string()).collect();
    if versions.is_empty() { String::new() } else { format!(" (есть {})", versions.join(", ")) }
}

fn installed(chosen: Option<&Path>) -> Result<Vec<Binaries>> {
    if let Some(folder) = chosen {
        let one = at(folder).with_context(|| {
            format!("MAYAK_PG_BIN: в папке {} нет программ postgres и initdb", folder.display())
        })?;
        return Ok(vec![one]);
    }
    let mut folders: Vec<PathBuf> =
        std::env::var_os("PATH").iter().flat_map(std::env::split_paths).collect();
    folders.extend(by_pg_config());
    folders.extend(numbered());
    folders.push("/usr/local/pgsql/bin".into());
    let mut found: Vec<Binaries> = folders.iter().filter_map(|folder| at(folder)).collect();
    found.dedup();
    Ok(found)
}

fn at(folder: &Path) -> Option<Binaries> {
    if !folder.join("initdb").is_file() {
        return None;
    }
    let answer = Command::new(folder.join("postgres")).arg("--version").output().ok()?;
    let major = major(&String::from_utf8_lossy(&answer.stdout))?;
    Some(Binaries { folder: folder.to_path_buf(), major })
}

/// `postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)` → 15; `… 18beta1` → 18.
fn major(version: &str) -> Option<u32> {
    let number = version.split_whitespace().nth(2)?;
    let digits = number.split(|c: char| !c.is_ascii_digit()).next()?;
    digits.parse().ok()
}

fn by_pg_config() -> Option<PathBuf> {
    let answer = Command::new("pg_config").arg("--bindir").output().ok()?;
    let folder = String::from_utf8(answer.stdout).ok()?;
    answer.status.success().then(|| folder.trim().into())
}

/// The system's folders that carry a version in their name, newest first.
fn numbered() -> Vec<PathBuf> {
    let mut found: Vec<(u32, PathBuf)> = NUMBERED
        .iter()
        .flat_map(|(root, prefix, suffix)| {
            fs::read_dir(root).into_iter().flatten().flatten().filter_map(move |entry| {
                let name = entry.file_name();
                let major = name.to_str()?.strip_prefix(prefix)?.parse().ok()?;
                Some((major, entry.path().join(suffix)))
            })
        })
        .collect();
    found.sort_by_key(|(major, _)| std::cmp::Reverse(*major));
    found.into_iter().map(|(_, folder)| folder).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_is_read_from_every_known_form() {
        assert_eq!(major("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n"), Some(15));
        assert_eq!(major("postgres (PostgreSQL) 18beta1"), Some(18));
        assert_eq!(major("postgres (PostgreSQL) 17devel"), Some(17));
        assert_eq!(major("nonsense"), None);
    }
}
