//! The cluster's files: made once under a temporary name, marked as ours, opened only by the
//! version that made them.

use super::account::Account;
use super::binaries::Binaries;
use super::command;
use super::folder::Folder;
use super::server::Patience;
use super::{Durability, Options, SUPERUSER};
use anyhow::{Context, Result, ensure};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// A file inside the cluster that says it is ours to start and stop.
const MARK: &str = "mayak.cluster";
/// What the cluster is called while it is made; the process id follows.
const UNFINISHED: &str = "data.new.";
/// How long the programs of a killed first start may take to leave.
const LEAVING: Duration = Duration::from_secs(5);

#[derive(Debug)]
pub(super) struct Cluster {
    folder: Folder,
    server: PathBuf,
    data: PathBuf,
    pub binaries: Binaries,
    chosen: Option<PathBuf>,
    pub durability: Durability,
}

impl Cluster {
    /// Opens the folder's cluster, making one first when there is none. The folder is locked by us.
    pub fn open(folder: Folder, options: &Options) -> Result<Self> {
        let server = folder.make_server()?;
        let data = server.join("data");
        let chosen = options.binaries.clone();
        let binaries = match version(&data)? {
            Some(major) => {
                refuse_foreign(&data)?;
                Binaries::of_major(major, chosen.as_deref())?
            }
            None => Binaries::newest(chosen.as_deref())?,
        };
        let durability = options.durability;
        let cluster = Self { folder, server, data, binaries, chosen, durability };
        if !cluster.data.exists() {
            cluster.make()?;
        }
        Ok(cluster)
    }

    /// An interrupted first start leaves only a temporary name, which the next one removes.
    fn make(&self) -> Result<()> {
        tracing::info!(folder = %self.data.display(), "создаётся база данных");
        if !Patience::new(LEAVING).until(|| self.remove_unfinished().is_ok()) {
            tracing::warn!(folder = %self.server.display(), "остались файлы прерванного запуска");
        }
        let fresh = self.server.join(format!("{UNFINISHED}{}", std::process::id()));
        self.initdb(&fresh)?;
        fs::write(fresh.join(MARK), "Папку создал и обслуживает Маяк.\n")?;
        fs::rename(&fresh, &self.data)?;
        Ok(())
    }

    /// Fails while the killed start's `initdb` is still busy dying among its files.
    fn remove_unfinished(&self) -> io::Result<()> {
        for entry in fs::read_dir(&self.server)?.flatten() {
            if entry.file_name().to_string_lossy().starts_with(UNFINISHED) {
                fs::remove_dir_all(entry.path())?;
            }
        }
        Ok(())
    }

    fn initdb(&self, fresh: &Path) -> Result<()> {
        let mut command =
            command::bound(&self.binaries.program("initdb"), self.account(), &self.server);
        command.arg("--pgdata").arg(fresh).args(["--username", SUPERUSER]).args([
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--data-checksums",
            "--auth-local=trust", // the socket's folder is closed to other users
            "--auth-host=reject",
            "--no-instructions",
        ]);
        if self.durability == Durability::ThrowAway {
            command.arg("--no-sync");
        }
        let done = command.output().context("Не удалось запустить initdb")?;
        ensure!(
            done.status.success(),
            "PostgreSQL не создал базу данных: {}{}",
            String::from_utf8_lossy(&done.stdout),
            String::from_utf8_lossy(&done.stderr)
        );
        Ok(())
    }

    /// The programs that fit this cluster now: an upgrade of the package may have moved them.
    pub fn find_binaries_again(&mut self) -> Result<()> {
        self.binaries = Binaries::of_major(self.binaries.major, self.chosen.as_deref())?;
        Ok(())
    }

    pub fn data(&self) -> &Path {
        &self.data
    }

    pub fn socket_folder(&self) -> &Path {
        &self.server
    }

    pub fn log(&self) -> PathBuf {
        self.folder.log()
    }

    pub fn account(&self) -> Option<&Account> {
        self.folder.account.as_ref()
    }
}

/// The major version that made the cluster, `None` when there is no cluster yet.
fn version(data: &Path) -> Result<Option<u32>> {
    if !data.exists() {
        return Ok(None);
    }
    let text = fs::read_to_string(data.join("PG_VERSION"))
        .with_context(|| format!("В папке {} нет базы PostgreSQL", data.display()))?;
    let major = text.trim().parse();
    Ok(Some(major.with_context(|| format!("Непонятная версия базы: {}", text.trim()))?))
}

fn refuse_foreign(data: &Path) -> Result<()> {
    ensure!(
        data.join(MARK).is_file(),
        "Базу в папке {} создал не Маяк, он её не тронет: укажите другую папку в MAYAK_DATA или \
         адрес базы в DATABASE_URL",
        data.display()
    );
    Ok(())
}
