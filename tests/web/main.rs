//! The product over HTTP, without a socket: every page and every form as its people use them.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a set-up that fails should stop the test"
)]

mod access;
mod architecture;
mod closing;
mod demo;
mod devices;
mod entries;
mod figures;
mod import;
mod metrics;
mod migrations;
mod months;
mod overview;
mod people;
mod plan;
mod requests;
mod reset;
mod schema;
mod second_factor;
mod signin;
mod support;
mod twice;
