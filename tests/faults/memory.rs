//! The most memory that the product and the programs it starts for itself held together; its database aside.
use crate::table::Megabytes;
use nix::unistd::Pid;
use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{JoinHandle, sleep, spawn};
use std::time::Duration;

const GLANCE: Duration = Duration::from_millis(10);

pub struct Watch {
    over: Arc<AtomicBool>,
    thread: JoinHandle<u64>,
}

impl Watch {
    pub fn start(product: Pid) -> Self {
        let over = Arc::new(AtomicBool::new(false));
        let ended = Arc::clone(&over);
        let thread = spawn(move || {
            let mut most = 0;
            while !ended.load(Ordering::Relaxed) {
                most = most.max(held(product));
                sleep(GLANCE);
            }
            most
        });
        Self { over, thread }
    }

    pub fn end(self) -> Megabytes {
        self.over.store(true, Ordering::Relaxed);
        Megabytes(self.thread.join().unwrap() / 1024)
    }
}

/// Kilobytes now.
fn held(product: Pid) -> u64 {
    let children = fs::read_dir("/proc").unwrap().flatten();
    let ids = children.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    let ours = ids.filter(|id| *id == product.as_raw() || is_reader(*id, product));
    ours.filter_map(|id| number(id, "VmRSS:")).sum()
}

fn is_reader(id: i32, product: Pid) -> bool {
    number(id, "PPid:") == u64::try_from(product.as_raw()).ok()
        && fs::read_to_string(format!("/proc/{id}/comm")).is_ok_and(|name| name.trim() == "mayak")
}

fn number(id: i32, name: &str) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_whitespace().next()?.parse().ok()
}
