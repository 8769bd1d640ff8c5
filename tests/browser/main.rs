//! The main journeys in real Chromium, against the real program with its own database.
#![expect(clippy::unwrap_used, reason = "a set-up that fails should stop the test")]

mod day;
mod expert;
mod owner;
mod people;
mod plan;
mod start;
mod support;
mod week;
