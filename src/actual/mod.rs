//! Facts: what happened, who said so and when.
//!
//! `fact_entry` is a ledger: an edit is a new row that names the one it replaces, an undone one is
//! a row without a value. `fact_day` is what reports read: the value in force of every cell, made
//! from the ledger by one function in the same transaction. Money comes as lines, `payment`, a ledger of its own: the
//! sum of a cell's lines stands where an entry of the same origin would.

pub mod entry;
mod listing;
mod payment;
mod store;
mod views;
mod web;

pub use entry::{Cell, NewEntry, Origin, Recorded};
pub use payment::{Counted, NewPayment, Paid, Payment, Said, client_norm};
pub use store::{
    last_day, pay, rebuild, record, restamp, said, values, wait_for_writers, withdraw,
};

pub fn routes() -> crate::web::Routes {
    crate::routes! {
        get  "/entries"  EntriesSee  web::index,
    }
}
