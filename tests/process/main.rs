//! The built program as a process: its start, its crashes, its end; and what the scripts install for it.
//! Nothing here sleeps for a fixed time: everything is polled up to a deadline.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod backtest;
mod cluster;
mod copies;
mod crash;
mod figures;
mod install;
mod jobs;
mod log;
mod migrate;
mod operator;
mod refusal;
mod request;
mod reset_link;
mod start;
mod support;
