//! Counts the SQL statements of a request on this thread: a page has a fixed small number of them.
use std::cell::RefCell;
use std::fmt::Debug;
use std::sync::Once;

use tracing::field::{Field, Visit};
use tracing_subscriber::layer::{Context, SubscriberExt};
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer};

thread_local! {
    static SEEN: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

struct Counter;

impl<S: tracing::Subscriber> Layer<S> for Counter {
    fn on_event(&self, event: &tracing::Event<'_>, _: Context<'_, S>) {
        if event.metadata().target() == "sqlx::query" {
            let mut summary = Summary(String::new());
            event.record(&mut summary);
            SEEN.with_borrow_mut(|seen| seen.push(summary.0));
        }
    }
}

struct Summary(String);

impl Visit for Summary {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        if field.name() == "summary" {
            self.0 = format!("{value:?}");
        }
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "summary" {
            value.clone_into(&mut self.0);
        }
    }
}

/// Starts to watch; once a process.
pub fn watch() {
    static WATCH: Once = Once::new();
    WATCH.call_once(|| {
        let filter = EnvFilter::new("off,sqlx::query=debug");
        let _ = tracing_subscriber::registry().with(Counter.with_filter(filter)).try_init();
    });
}

/// The statements since the last call, begin and commit aside.
pub fn taken() -> Vec<String> {
    let all = SEEN.with_borrow_mut(std::mem::take);
    let frame = ["begin", "commit", "rollback", "set "];
    all.into_iter()
        .filter(|summary| {
            let summary = summary.trim_start().to_lowercase();
            !frame.iter().any(|word| summary.starts_with(word))
        })
        .collect()
}
