//! The product's own PostgreSQL for a machine on which nobody set one up: one data folder, one unix
//! socket, one server process that stops with the product and is restarted when it dies before it.
//!
//! | file | holds |
//! |---|---|
//! | `binaries` | where the server's programs are, and of which version |
//! | `account` | the unprivileged user the server runs as when the product is root |
//! | `folder` | the data folder: whose it is, the lock against a second start |
//! | `cluster` | making a new cluster, refusing one that is not ours |
//! | `command` | programs started with a clean environment, dying with the product |
//! | `server` | one running server process: start, ready, stop |
//! | `orphan` | a server left by a product that was killed |
//! | `log` | what the server says, rotated |
//! | `package` | whether the server's programs were upgraded under it |
//! | `keeper` | the thread that owns the process: restarts it, follows upgrades, rotates the log |
//!
//! Everything here blocks: async callers go through `spawn_blocking`.

mod account;
mod binaries;
mod cluster;
mod command;
mod folder;
mod keeper;
mod log;
mod orphan;
mod package;
mod server;

pub use folder::default_folder;

use anyhow::{Result, ensure};
use keeper::Keeper;
use std::path::{Path, PathBuf};

/// The superuser of the private cluster; reachable through its socket only.
pub const SUPERUSER: &str = "mayak_super";

/// How the private server is to be run.
#[derive(Debug, Clone)]
pub struct Options {
    /// The data folder; made when absent.
    pub folder: PathBuf,
    /// The folder with `postgres` and `initdb`, when the user chose one.
    pub binaries: Option<PathBuf>,
    pub durability: Durability,
}

/// Whether what was committed survives a power cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    Full,
    /// Without `fsync`: for throw-away clusters of tests only. No environment variable selects it.
    ThrowAway,
}

/// The folder of the socket when another process runs the cluster of this folder now. Makes nothing.
///
/// # Errors
/// In Russian: there is no cluster here.
pub fn running(options: &Options) -> Result<Option<PathBuf>> {
    let place = &options.folder;
    ensure!(
        place.join("pg/data").exists() || folder::is_in_use(place), // a first start is making it
        "В папке {} нет базы данных Маяка: укажите в MAYAK_DATA ту, с которой он работает",
        place.display()
    );
    // Whoever runs it, whether root or a service's own user: its socket lets in who may walk there.
    Ok(if folder::is_in_use(place) { Some(folder::server(&place.canonicalize()?)) } else { None })
}

/// A running private server; stopped when dropped.
pub struct Embedded {
    socket: PathBuf,
    keeper: Keeper,
    /// Held as long as the server runs; the kernel releases it however the product dies.
    _lock: folder::Lock,
}

impl Embedded {
    /// Starts the server and returns when it answers; blocks for about a second on the first start.
    ///
    /// # Errors
    /// In Russian, saying what to do: no server programs, a folder in use, not ours or unreachable.
    pub fn start(options: &Options) -> Result<Self> {
        let account = account::Account::choose()?;
        let folder = folder::Folder::prepare(&options.folder, account)?;
        let lock = folder.lock()?;
        let cluster = cluster::Cluster::open(folder, options)?;
        orphan::stop(cluster.data())?;
        let socket = cluster.socket_folder().to_path_buf();
        let keeper = Keeper::start(cluster)?;
        Ok(Self { socket, keeper, _lock: lock })
    }

    /// The folder of the unix socket, for `host=` of a connection.
    pub fn socket_folder(&self) -> &Path {
        &self.socket
    }

    /// Stops the server and waits for it: fast first, then by force. Blocks.
    pub fn stop(mut self) {
        self.keeper.stop();
    }
}
