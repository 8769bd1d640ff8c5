//! One running server process, from start to stop.

use super::cluster::Cluster;
use super::log::ServerLog;
use super::{Durability, command};
use anyhow::{Context, Result, bail};
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use std::fs;
use std::path::Path;
use std::process::Child;
use std::time::{Duration, Instant};

/// Fast shutdown, then immediate, then by force; with the seconds each is given.
pub(super) const STOP: [(Signal, u64); 3] =
    [(Signal::SIGINT, 30), (Signal::SIGQUIT, 5), (Signal::SIGKILL, 5)];
/// Recovery after a crash replays at most a few checkpoints' worth of changes.
const READY: Duration = Duration::from_mins(2);

/// Nothing but the socket listens. `terse` and the zero length keep people's data out of the log.
const SETTINGS: [&str; 12] = [
    "listen_addresses=",
    "port=5432",
    "unix_socket_permissions=0700",
    "max_connections=100",
    "shared_buffers=128MB",
    "logging_collector=off",
    "log_min_duration_statement=500ms",
    "log_parameter_max_length=0",
    "log_error_verbosity=terse",
    "log_line_prefix=%m [%p] ",
    "timezone=UTC",
    "log_timezone=UTC",
];
const THROW_AWAY: [&str; 3] = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"];

pub(super) struct Server {
    child: Child,
}

impl Server {
    /// Starts the process and returns when it takes connections. The calling thread must live as
    /// long as the server is to (`command::bound`).
    pub fn start(cluster: &Cluster, log: &ServerLog) -> Result<Self> {
        let stale = pid_file(cluster.data());
        let child = spawn(cluster, log).context("Не удалось запустить PostgreSQL")?;
        let mut server = Self { child };
        let started = Instant::now();
        while !is_ready(&pid_file(cluster.data()), &stale, server.pid()) {
            if let Some(status) = server.child.try_wait()? {
                bail!("PostgreSQL сразу остановился ({status}):\n{}", log.tail());
            }
            if started.elapsed() > READY {
                server.stop();
                bail!("PostgreSQL не запустился за две минуты:\n{}", log.tail());
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        Ok(server)
    }

    pub fn is_running(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    pub fn stop(&mut self) {
        for (signal, seconds) in STOP {
            let _ = kill(self.pid(), signal); // gone already: seen below
            let patience = Patience::new(Duration::from_secs(seconds));
            if patience.until(|| !self.is_running()) {
                return;
            }
        }
    }

    fn pid(&self) -> Pid {
        Pid::from_raw(self.child.id().cast_signed())
    }
}

fn spawn(cluster: &Cluster, log: &ServerLog) -> Result<Child> {
    let program = cluster.binaries.program("postgres");
    let mut command = command::bound(&program, cluster.account(), cluster.socket_folder());
    command.arg("-D").arg(cluster.data());
    let socket = format!("unix_socket_directories={}", cluster.socket_folder().display());
    let unsafe_settings: &[&str] = match cluster.durability {
        Durability::Full => &[],
        Durability::ThrowAway => &THROW_AWAY,
    };
    for setting in SETTINGS.iter().chain(unsafe_settings).copied().chain([socket.as_str()]) {
        command.arg("-c").arg(setting);
    }
    let output = log.open()?;
    Ok(command.stdout(output.try_clone()?).stderr(output).spawn()?)
}

/// The eighth line of `postmaster.pid` says so: the test `pg_ctl --wait` uses. A killed server's file
/// may hold the very same number: in a container they repeat.
fn is_ready(file: &str, stale: &str, pid: Pid) -> bool {
    let mut lines = file.lines().map(str::trim);
    let is_ours = lines.next() == Some(pid.to_string().as_str()) && file != stale;
    is_ours && lines.nth(6) == Some("ready")
}

/// The process that last said it serves `data`.
pub(super) fn pid_in_file(data: &Path) -> Option<Pid> {
    pid_file(data).lines().next()?.trim().parse().ok().map(Pid::from_raw)
}

fn pid_file(data: &Path) -> String {
    fs::read_to_string(data.join("postmaster.pid")).unwrap_or_default()
}

/// Asks again and again until the time is over.
pub(super) struct Patience {
    ends: Instant,
}

impl Patience {
    pub fn new(time: Duration) -> Self {
        Self { ends: Instant::now() + time }
    }

    /// Whether it came true in time.
    pub fn until(self, mut come_true: impl FnMut() -> bool) -> bool {
        loop {
            if come_true() {
                return true;
            }
            if Instant::now() >= self.ends {
                return false;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ready_is_said_by_our_server_and_not_by_the_file_of_a_killed_one() {
        let file = |started: &str, state: &str| {
            format!("14\n/data\n{started}\n5432\n/socket\n\n  123 0\n{state}  \n")
        };
        let (stale, pid) = (file("1780000000", "ready"), Pid::from_raw(14));
        assert!(!is_ready(&stale, &stale, pid));
        assert!(!is_ready(&file("1780000100", "starting"), &stale, pid));
        assert!(is_ready(&file("1780000100", "ready"), &stale, pid));
        assert!(!is_ready(&file("1780000100", "ready"), "", Pid::from_raw(15)));
        assert!(!is_ready("", "", pid));
    }
}
