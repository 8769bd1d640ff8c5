//! Facts: what happened, who said so and when.
//!
//! `fact_entry` is a ledger: an edit is a new row that names the one it replaces, an undone one is
//! a row without a value. `fact_day` is what reports read: the value in force of every cell, made
//! from the ledger by one function in the same transaction.

pub mod entry;
mod listing;
mod store;
mod views;
mod web;

pub use entry::{Cell, NewEntry, Origin, Recorded};
pub use store::{last_day, rebuild, record, restamp, values, withdraw};

pub fn routes() -> crate::web::Routes {
    crate::routes! {
        get  "/entries"  EntriesSee  web::index,
    }
}
