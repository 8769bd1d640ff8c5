//! The program `mayak`: reads the configuration, starts the log and runs the command.
use mayak::config::Config;
use mayak::{import, logging, serve};
use std::process::ExitCode;

fn main() -> ExitCode {
    // The product calls itself so to read a workbook apart: nothing else is set up, and its limits come first.
    if std::env::args_os().nth(1).is_some_and(|command| command == "read-workbook") {
        return import::read_workbook_main().map_or(ExitCode::FAILURE, |()| ExitCode::SUCCESS);
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

fn run(config: &Config) -> anyhow::Result<()> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(serve::run(config))
}
