//! The data folder: where it is, that it is ours and reachable, and the lock against a second start.
//!
//! ```text
//! <data>/mayak.lock          who uses the folder now (locked, holds the process id)
//! <data>/postgres.log[.1]    what the server says
//! <data>/pg/                 the server's own: closed to everyone else; the unix socket lies here
//! <data>/pg/data/            the cluster
//! ```

use super::account::Account;
use anyhow::{Context, Result, bail, ensure};
use nix::unistd::{Uid, User, chown};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::Write;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

const LOCK: &str = "mayak.lock";
/// A socket's address holds 108 bytes; `/.s.PGSQL.5432` and a nought come after the folder.
const LONGEST: usize = 90;

/// The folder when the user named none: the system's for root, else the user's own.
///
/// # Errors
/// When no usual place can be reached by the user the database server runs as.
pub fn default_folder() -> Result<PathBuf> {
    let account = Account::choose()?;
    let home = |name: &str| std::env::var_os(name).filter(|v| !v.is_empty()).map(PathBuf::from);
    let places = [
        account.as_ref().map(|_| PathBuf::from("/var/lib/mayak")),
        home("XDG_DATA_HOME").map(|data| data.join("mayak")),
        home("HOME").map(|home| home.join(".local/share/mayak")),
        std::env::current_dir().ok().map(|here| here.join(".data")),
    ];
    places
        .into_iter()
        .flatten()
        .find(|place| account.as_ref().is_none_or(|who| who.can_reach(place)))
        .context("Некуда положить базу данных: укажите папку в MAYAK_DATA")
}

#[derive(Debug)]
pub(super) struct Folder {
    base: PathBuf,
    pub account: Option<Account>,
}

/// Held while the product runs; released by the kernel however it dies.
pub(super) struct Lock(
    #[expect(dead_code, reason = "the lock lives as long as the open file")] File,
);

impl Folder {
    /// Makes the folder, or takes an existing one that is empty or ours.
    pub fn prepare(base: &Path, account: Option<Account>) -> Result<Self> {
        fs::create_dir_all(base)
            .with_context(|| format!("Не удалось создать папку данных {}", base.display()))?;
        let base = base.canonicalize()?;
        refuse_foreign(&base)?;
        if let Some(who) = &account {
            ensure!(who.can_reach(&base), closed(&base, who));
        }
        let folder = Self { base, account };
        let length = folder.server().as_os_str().as_bytes().len();
        ensure!(
            length <= LONGEST,
            "Слишком длинный путь к папке данных {}: укажите в MAYAK_DATA путь покороче",
            folder.base.display()
        );
        Ok(folder)
    }

    /// Takes the folder for this process, or says which one has it.
    pub fn lock(&self) -> Result<Lock> {
        let path = self.base.join(LOCK);
        let mut file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .open(&path)
            .with_context(|| format!("Нет доступа к папке данных: {}", path.display()))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => bail!(self.in_use(&path)),
            Err(TryLockError::Error(error)) => return Err(error.into()),
        }
        file.set_len(0)?;
        write!(file, "{}", std::process::id())?;
        Ok(Lock(file))
    }

    fn in_use(&self, lock: &Path) -> String {
        let who = fs::read_to_string(lock).unwrap_or_default();
        let who = if who.is_empty() { String::new() } else { format!(" (процесс {who})") };
        format!(
            "Маяк уже запущен{who} с папкой данных {}. Остановите его или укажите другую папку в \
             MAYAK_DATA",
            self.base.display()
        )
    }

    /// The folder the server owns; made here, closed to others.
    pub fn make_server(&self) -> Result<PathBuf> {
        let server = self.server();
        if !server.exists() {
            fs::create_dir(&server)?;
            fs::set_permissions(&server, fs::Permissions::from_mode(0o700))?;
            if let Some(who) = &self.account {
                chown(&server, Some(who.uid), Some(who.gid))?;
            }
        }
        Ok(server)
    }

    pub fn server(&self) -> PathBuf {
        server(&self.base)
    }

    pub fn log(&self) -> PathBuf {
        self.base.join("postgres.log")
    }
}

/// The folder the server owns; its socket lies there.
pub(super) fn server(base: &Path) -> PathBuf {
    base.join("pg")
}

/// Root has come to the folder of a service that runs as a user of its own, or has put one where only root can go.
fn closed(base: &Path, who: &Account) -> String {
    let folder = base.display();
    let owner = fs::metadata(base).ok().map(|meta| Uid::from_raw(meta.uid()));
    let owner = owner.filter(|uid| !uid.is_root() && *uid != who.uid);
    match owner.and_then(|uid| User::from_uid(uid).ok().flatten()) {
        Some(owner) => format!(
            "Папка данных {folder} принадлежит пользователю {0}: выполните команду от его имени \
             (sudo -u {0} mayak …)",
            owner.name
        ),
        None => format!(
            "Папка данных {folder} закрыта для пользователя {}, от имени которого работает база: \
             укажите в MAYAK_DATA другую, например /var/lib/mayak",
            who.name
        ),
    }
}

/// Whether another process works with the folder now.
pub(super) fn is_in_use(base: &Path) -> bool {
    let lock = File::open(base.join(LOCK));
    lock.is_ok_and(|file| matches!(file.try_lock(), Err(TryLockError::WouldBlock)))
}

/// Only an empty folder or one we made before: never somebody's home, never another's cluster.
fn refuse_foreign(base: &Path) -> Result<()> {
    if base.join(LOCK).is_file() && !base.join("PG_VERSION").exists() {
        return Ok(());
    }
    let mut entries = fs::read_dir(base)?;
    let foreign = entries.any(|e| e.is_ok_and(|entry| entry.file_name() != "lost+found"));
    ensure!(
        !foreign,
        "Папка {} не пуста и создана не Маяком: укажите в MAYAK_DATA пустую или новую папку",
        base.display()
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn temporary() -> tempfile::TempDir {
        tempfile::tempdir().unwrap()
    }

    #[test]
    fn a_folder_is_locked_by_one_start_at_a_time() {
        let place = temporary();
        let folder = Folder::prepare(place.path(), None).unwrap();
        let held = folder.lock().unwrap();
        let refused = folder.lock().err().unwrap().to_string();
        assert!(refused.contains(&format!("процесс {}", std::process::id())), "{refused}");
        drop(held);
        assert!(folder.lock().is_ok());
    }

    #[test]
    fn a_folder_is_in_use_while_it_is_locked() {
        let place = temporary();
        let folder = Folder::prepare(place.path(), None).unwrap();
        assert!(!is_in_use(place.path()));
        let held = folder.lock().unwrap();
        assert!(is_in_use(place.path()));
        drop(held);
        assert!(!is_in_use(place.path()));
    }

    #[test]
    fn a_folder_with_somebodys_files_is_refused_and_left_as_it_was() {
        let place = temporary();
        fs::write(place.path().join("письма.txt"), "чужое").unwrap();
        let refused = Folder::prepare(place.path(), None).unwrap_err().to_string();
        assert!(refused.contains("MAYAK_DATA"), "{refused}");
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1);
    }

    #[test]
    fn another_clusters_folder_is_refused_even_with_our_lock_in_it() {
        let place = temporary();
        fs::write(place.path().join(LOCK), "").unwrap();
        fs::write(place.path().join("PG_VERSION"), "15").unwrap();
        assert!(Folder::prepare(place.path(), None).is_err());
    }

    #[test]
    fn a_path_too_long_for_a_socket_is_refused() {
        let place = temporary();
        let long = place.path().join("x".repeat(100));
        assert!(Folder::prepare(&long, None).unwrap_err().to_string().contains("длинный"));
    }
}
