use std::cell::RefCell;
use std::fs::{self, Permissions};
use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use tempfile::TempDir;

/// The product with a data folder of its own; stopped when dropped.
pub struct Site {
    pub address: String,
    arguments: &'static [&'static str],
    child: RefCell<Child>,
    data: TempDir,
}

impl Site {
    /// An empty product.
    pub fn empty() -> Self {
        Self::start(&["serve"])
    }

    /// The demonstration on Wednesday, 18 November 2026.
    pub fn demo() -> Self {
        Self::start(&["demo", "--today", "2026-11-18T12:00"])
    }

    /// The demonstration on Friday of that week, half an hour before the owner's report.
    pub fn friday() -> Self {
        Self::start(&["demo", "--today", "2026-11-20T16:30"])
    }

    fn start(arguments: &'static [&'static str]) -> Self {
        let data = tempfile::Builder::new().prefix("mayak").tempdir().unwrap();
        fs::set_permissions(data.path(), Permissions::from_mode(0o755)).unwrap();
        let (child, address) = run(arguments, data.path(), "0");
        Self { address, arguments, child: RefCell::new(child), data }
    }

    /// The server goes away in order; its data stay.
    pub fn stop(&self) {
        let mut child = self.child.borrow_mut();
        let _ = kill(Pid::from_raw(child.id().cast_signed()), Signal::SIGTERM);
        let _ = child.wait();
    }

    /// The server comes back at the same address.
    pub fn start_again(&self) {
        let port = self.address.rsplit(':').next().unwrap();
        *self.child.borrow_mut() = run(self.arguments, self.data.path(), port).0;
    }
}

/// The program and its address, as soon as it says it.
fn run(arguments: &[&str], data: &Path, port: &str) -> (Child, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mayak"));
    command.args(arguments);
    if arguments.contains(&"demo") {
        command.args(["--port", port]);
    }
    let mut child = command
        .env_remove("DATABASE_URL")
        .env("MAYAK_DATA", data.join("data"))
        .env("MAYAK_ADDR", format!("127.0.0.1:{port}"))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let said = BufReader::new(child.stdout.take().unwrap());
    let line = said.lines().map(Result::unwrap).find(|line| line.contains("http://")).unwrap();
    let address = line[line.find("http://").unwrap()..].trim_end_matches('/').to_owned();
    (child, address)
}

impl Drop for Site {
    fn drop(&mut self) {
        self.stop();
    }
}
