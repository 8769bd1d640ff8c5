//! Copies of the whole database: one consistent moment, a file that says itself what is in it and whether it is whole.
//!
//! A copy is a zip archive: `data/<table>.copy` for each table, as PostgreSQL's COPY writes it in the order of the primary
//! key, and `manifest.json` with the migrations it was made under, the rows and the SHA-256 of each table. It needs neither
//! `pg_dump` nor a server of the same version. Secrets are in it as in the database: the file is its owner's only.
mod archive;
mod jobs;
mod manifest;
mod refusal;
mod rotation;
mod store;

pub use jobs::{Difference, Nightly, against, backup, latest, nightly, restore, verify};
pub use manifest::{Manifest, TableMark};
