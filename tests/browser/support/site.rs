use std::fs::{self, Permissions};
use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::process::{Child, Command, Stdio};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use tempfile::TempDir;

/// The product with a data folder of its own; stopped when dropped.
pub struct Site {
    pub address: String,
    child: Child,
    _data: TempDir,
}

impl Site {
    /// An empty product.
    pub fn empty() -> Self {
        Self::start(&["serve"])
    }

    /// The demonstration on Wednesday, 18 November 2026.
    pub fn demo() -> Self {
        Self::start(&["demo", "--today", "2026-11-18T12:00", "--port", "0"])
    }

    fn start(arguments: &[&str]) -> Self {
        let data = tempfile::Builder::new().prefix("mayak").tempdir().unwrap();
        fs::set_permissions(data.path(), Permissions::from_mode(0o755)).unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_mayak"))
            .args(arguments)
            .env_remove("DATABASE_URL")
            .env("MAYAK_DATA", data.path().join("data"))
            .env("MAYAK_ADDR", "127.0.0.1:0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let said = BufReader::new(child.stdout.take().unwrap());
        let line = said.lines().map(Result::unwrap).find(|line| line.contains("http://")).unwrap();
        let address = line[line.find("http://").unwrap()..].trim_end_matches('/').to_owned();
        Self { address, child, _data: data }
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        let _ = kill(Pid::from_raw(self.child.id().cast_signed()), Signal::SIGTERM);
        let _ = self.child.wait();
    }
}
