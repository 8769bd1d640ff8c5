//! Маяк: план и факт, KPI, прогноз и ритм отдела продаж.
//!
//! `values`, `access`, `form`, `clock` are pure and know nothing of the rest; each slice is a folder with its own
//! pure core, store, views and handlers; `web` and `db` are the devices. See `docs/architecture.md`.
pub mod access;
pub mod actual;
pub mod app;
pub mod backup;
pub mod changes;
pub mod clientele;
pub mod clock;
pub mod closing;
pub mod company;
pub mod config;
pub mod day;
pub mod db;
pub mod deletion;
pub mod demo;
pub mod expert;
pub mod export;
pub mod forecast;
pub mod forecast_terms;
pub mod form;
pub mod funnel;
pub mod handover;
pub mod import;
pub mod invitation;
pub mod jobs;
pub mod load;
pub mod logging;
pub mod mail;
pub mod metric;
pub mod norm;
pub mod operator;
pub mod overview;
pub mod plan;
pub mod plan_fact;
pub mod report;
pub mod rhythm;
pub mod scorecard;
pub mod serve;
pub mod setup;
pub mod signal;
pub mod signin;
pub mod start;
pub mod template;
pub mod values;
pub mod visibility;
pub mod web;
pub mod week;
pub mod working_days;

/// The schema. Roles come first (`db/roles.sql`): they belong to the whole server.
pub static MIGRATOR: sqlx::migrate::Migrator = sqlx::migrate!();
