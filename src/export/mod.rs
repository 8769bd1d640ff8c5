//! All data of one company as an archive for its owner: a CSV per table, the uploaded files, a manifest with rows and checksums.
//! No secrets are in it: neither password hashes nor one-time links.
mod archive;
mod jobs;
mod store;
mod table;
mod views;
mod web;

pub use table::{EXPORTED, LEFT_OUT, Table};

pub fn routes() -> crate::web::Routes {
    crate::routes! {
        get  "/export"         CompanyData web::index,
        work "/export/archive" CompanyData web::download,
    }
}
