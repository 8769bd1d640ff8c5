//! The program `mayak`: reads the configuration, starts the log and runs the command.
use mayak::config::Config;
use mayak::{logging, serve};
use std::process::ExitCode;
use std::time::Duration;

/// What still computes when all else has ended, the check of a copy, is not waited for longer.
const LAST_THREADS: Duration = Duration::from_secs(2);

fn main() -> ExitCode {
    if std::env::args_os().nth(1).is_some_and(|command| command == "read-workbook") {
        return read_workbook();
    }
    let config = match Config::read() {
        Ok(config) => config,
        Err(refusal) => return refusal.report(),
    };
    logging::start(config.settings.log, &config.settings.log_filter);
    match run(&config) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

/// The process that reads one workbook under limits: neither configuration, log nor runtime.
fn read_workbook() -> ExitCode {
    match mayak::import::read_workbook_main() {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn run(config: &Config) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let done = runtime.block_on(serve::run(config));
    runtime.shutdown_timeout(LAST_THREADS);
    done
}
