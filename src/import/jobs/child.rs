//! The process that reads one workbook, from inside.
use std::io::{BufWriter, Read, stdin, stdout};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use nix::sys::resource::{Resource, setrlimit};
use nix::time::ClockId;

use crate::import::limits::{
    FILE_BYTES, MEGABYTE, READER_CPU_SECONDS, READER_MEMORY, READER_TIME, READER_TIME_PER_MEGABYTE,
};
use crate::import::reading::workbook;

/// The whole of `mayak read-workbook`: limits itself, reads a workbook from standard input and
/// answers on standard output.
pub fn read_workbook_main() -> anyhow::Result<()> {
    limit_myself()?;
    let mut bytes = Vec::new();
    stdin().lock().take(FILE_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    let watch = Watch::start()?;
    let mut ahead = |bytes| watch.allow(bytes);
    workbook::stream(&bytes, &mut BufWriter::new(stdout().lock()), &mut ahead)?;
    Ok(())
}

fn limit_myself() -> nix::Result<()> {
    setrlimit(Resource::RLIMIT_CORE, 0, 0)?;
    setrlimit(Resource::RLIMIT_CPU, READER_CPU_SECONDS, READER_CPU_SECONDS + 1)?;
    setrlimit(Resource::RLIMIT_NOFILE, 16, 16)?;
    setrlimit(Resource::RLIMIT_AS, READER_MEMORY, READER_MEMORY)
}

/// Ends this process when it takes longer than what lies ahead of it can honestly take. Counted in processor time, so that
/// a busy machine harms nobody.
struct Watch(Arc<AtomicU64>);

impl Watch {
    /// How often it looks.
    const STEP: Duration = Duration::from_millis(20);

    fn start() -> anyhow::Result<Self> {
        let allowed = Arc::new(AtomicU64::new(u64::MAX));
        let watch = Self(Arc::clone(&allowed));
        watch.allow(0);
        std::thread::Builder::new().stack_size(64 * 1024).spawn(move || {
            while millis(spent()) <= allowed.load(Ordering::Relaxed) {
                std::thread::sleep(Self::STEP);
            }
            std::process::abort();
        })?;
        Ok(watch)
    }

    /// From now on, time for so many bytes.
    fn allow(&self, bytes: u64) {
        let megabytes = u32::try_from(bytes / MEGABYTE).unwrap_or(u32::MAX);
        let more = READER_TIME + READER_TIME_PER_MEGABYTE.saturating_mul(megabytes);
        self.0.store(millis(spent() + more), Ordering::Relaxed);
    }
}

/// Processor time of this process.
fn spent() -> Duration {
    ClockId::CLOCK_PROCESS_CPUTIME_ID.now().map(Duration::from).unwrap_or_default()
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
