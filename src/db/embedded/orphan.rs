//! A server left behind by a product that was killed. Only ever called by the holder of the lock,
//! so a server on this folder cannot belong to a living product.

use super::server::{self, Patience};
use anyhow::{Result, ensure};
use nix::sys::signal::kill;
use nix::unistd::Pid;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

/// Stops the server that still runs on `data`, if any, and waits until it is gone.
pub(super) fn stop(data: &Path) -> Result<()> {
    let Some(pid) = server::pid_in_file(data) else { return Ok(()) };
    if !is_server_of(pid, data) {
        return Ok(()); // a stale file: the server removes it itself; the number may be reused
    }
    tracing::warn!(
        pid = pid.as_raw(),
        "останавливается сервер базы, оставшийся от прошлого запуска"
    );
    for (signal, seconds) in server::STOP {
        let _ = kill(pid, signal); // gone already: seen below
        let gone = Patience::new(Duration::from_secs(seconds)).until(|| !is_server_of(pid, data));
        if gone {
            return Ok(());
        }
    }
    ensure!(
        !is_server_of(pid, data),
        "Прежний сервер базы (процесс {pid}) не останавливается: остановите его командой kill -9 {pid}"
    );
    Ok(())
}

/// Whether that process really is a PostgreSQL started on this folder.
fn is_server_of(pid: Pid, data: &Path) -> bool {
    let wanted = data.as_os_str().as_bytes();
    match fs::read(format!("/proc/{pid}/cmdline")) {
        Ok(line) => line.split(|byte| *byte == 0).any(|argument| argument == wanted),
        Err(_) if Path::new("/proc/self").exists() => false,
        Err(_) => by_ps(pid).windows(wanted.len()).any(|part| part == wanted),
    }
}

/// Where there is no `/proc` (macOS).
fn by_ps(pid: Pid) -> Vec<u8> {
    let answer = Command::new("ps").args(["-ww", "-o", "args=", "-p", &pid.to_string()]).output();
    answer.map(|answer| answer.stdout).unwrap_or_default()
}
