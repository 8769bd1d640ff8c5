//! The log: one line an event, as text or JSON, on the standard error. Lines of a request carry its
//! id. Never in it: personal data, tokens, amounts tied to people.

use crate::config::LogFormat;
use std::io::{IsTerminal, stderr};
use std::panic::{PanicHookInfo, set_hook};
use tracing_subscriber::{EnvFilter, fmt};

/// Starts the log. `filter` was checked by the configuration.
pub fn start(format: LogFormat, filter: &str) {
    let lines = fmt().with_env_filter(EnvFilter::new(filter)).with_writer(stderr);
    // A line that cannot be written (the disk is full) is lost: to tell of it on the same standard error would panic.
    let lines = lines.log_internal_errors(false);
    match format {
        LogFormat::Text => lines.with_ansi(stderr().is_terminal()).init(),
        LogFormat::Json => {
            lines.json().flatten_event(true).with_span_list(false).init();
        }
    }
    set_hook(Box::new(log_panic));
}

/// A formatted message may hold somebody's data and is left out; a literal cannot.
fn log_panic(panic: &PanicHookInfo) {
    let message = panic.payload().downcast_ref::<&'static str>().unwrap_or(&"");
    let place = panic.location().map(ToString::to_string).unwrap_or_default();
    tracing::error!(place, "программа прервалась: {message}");
}
