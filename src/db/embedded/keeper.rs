//! The thread that owns the server process. The kernel ties the server to the thread that started
//! it, so one thread starts it, watches it and stops it.

use super::cluster::Cluster;
use super::log::ServerLog;
use super::package::Package;
use super::server::Server;
use anyhow::{Context, Result};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// How often the process is looked at.
const GLANCE: Duration = Duration::from_millis(100);
/// How often the log's size and the package's programs are looked at.
const ROUND: Duration = Duration::from_secs(10);
/// How long processes of a killed server may take to leave.
const LEAVING: Duration = Duration::from_secs(10);
/// What the new server says of them in its log: their memory, or the number of a dead process that
/// nobody has collected yet.
const STILL_THERE: [&str; 2] = ["is still in use", "\"postmaster.pid\" already exists"];
/// The longest pause between two attempts to restart a server that does not start.
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

pub(super) struct Keeper {
    /// Dropped to ask the thread to stop the server.
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Keeper {
    /// Starts the thread; returns when the server is ready or could not be started.
    pub fn start(cluster: Cluster) -> Result<Self> {
        let (stop, stopped) = channel();
        let (ready, started) = channel();
        let thread = thread::Builder::new().name("postgres".into()).spawn(move || {
            let log = ServerLog::new(cluster.log());
            match start_first(&cluster, &log) {
                Ok(server) => {
                    let _ = ready.send(Ok(()));
                    Watch::new(cluster, log, server, stopped).run();
                }
                Err(error) => {
                    let _ = ready.send(Err(error));
                }
            }
        })?;
        started.recv().context("Поток сервера базы прервался")??;
        Ok(Self { stop: Some(stop), thread: Some(thread) })
    }

    pub fn stop(&mut self) {
        self.stop = None;
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("поток сервера базы прервался");
        }
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        self.stop();
    }
}

/// As [`Server::start`], but the last processes of a killed server get a moment to leave.
fn start_first(cluster: &Cluster, log: &ServerLog) -> Result<Server> {
    let ends = Instant::now() + LEAVING;
    loop {
        match Server::start(cluster, log) {
            Err(_) if Instant::now() < ends && others_still_there(log) => thread::sleep(GLANCE),
            done => return done,
        }
    }
}

fn others_still_there(log: &ServerLog) -> bool {
    let tail = log.tail();
    let last = tail.lines().rev().take(3);
    last.into_iter().any(|line| STILL_THERE.iter().any(|sign| line.contains(sign)))
}

struct Watch {
    cluster: Cluster,
    log: ServerLog,
    server: Server,
    stopped: Receiver<()>,
    package: Package,
}

impl Watch {
    fn new(cluster: Cluster, log: ServerLog, server: Server, stopped: Receiver<()>) -> Self {
        let package = Package::of(cluster.binaries.program("postgres"));
        Self { cluster, log, server, stopped, package }
    }

    fn run(mut self) {
        let mut round = Instant::now();
        while !self.asked_to_stop(GLANCE) {
            if !self.server.is_running() {
                tracing::error!(log = %self.log.path().display(), "сервер базы остановился, запускаем снова");
                self.start_again();
            }
            if round.elapsed() >= ROUND {
                round = Instant::now();
                self.make_round();
            }
        }
        self.server.stop();
    }

    fn asked_to_stop(&self, within: Duration) -> bool {
        !matches!(self.stopped.recv_timeout(within), Err(RecvTimeoutError::Timeout))
    }

    /// Until it runs: right after a kill the old memory is in use until its last process is gone.
    fn start_again(&mut self) {
        let mut pause = Duration::from_millis(20);
        loop {
            match Server::start(&self.cluster, &self.log) {
                Ok(server) => {
                    self.server = server;
                    self.package = Package::of(self.cluster.binaries.program("postgres"));
                    tracing::info!("сервер базы снова работает");
                    return;
                }
                Err(error) => tracing::warn!("сервер базы не запускается: {error:#}"),
            }
            if self.asked_to_stop(pause) {
                return;
            }
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    fn make_round(&mut self) {
        if let Err(error) = self.log.rotate() {
            tracing::warn!("журнал сервера базы не удалось сменить: {error}");
        }
        if !self.package.was_upgraded() {
            return;
        }
        match self.cluster.find_binaries_again() {
            Ok(()) => {
                tracing::info!("PostgreSQL обновился, перезапускаем сервер базы");
                self.server.stop();
                self.start_again();
            }
            // The old server still serves from memory: better than none.
            Err(error) => tracing::error!("PostgreSQL обновился, но базу не откроет: {error:#}"),
        }
    }
}
