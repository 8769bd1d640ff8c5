//! The product over HTTP, without a socket: every page and every form as its people use them.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a set-up that fails should stop the test"
)]

mod acceptance;
mod access;
mod architecture;
mod cards;
mod changes;
mod clientele;
mod closing;
mod companies;
mod connections;
mod day;
mod deletion;
mod demo;
mod departments;
mod devices;
mod entries;
mod experts;
mod export;
mod figures;
mod forecast_terms;
mod funnel;
mod handover;
mod hostile;
mod import;
mod invitation;
mod jobs;
mod leaving;
mod letters;
mod metrics;
mod migrations;
mod months;
mod norms;
mod operator;
mod overview;
mod own_templates;
mod payments;
mod people;
mod plan;
mod plan_fact;
mod prepared;
mod requests;
mod reset;
mod rhythm;
mod roles;
mod schema;
mod second_factor;
mod sessions;
mod settings;
mod signin;
mod start;
mod support;
mod team;
mod templates;
mod twice;
mod visibility;
mod week;
mod weight;
mod working_days;
