//! Postgres: where it is, one gate for a company's rows, one for sign-in.
mod begin;
mod change;
mod constraint;
mod database;
mod doors;
mod editor;
pub mod embedded;
mod login;
pub mod migrate;
mod owner;
pub mod pool;
pub mod roles;
mod shares;
mod tenant;
mod turns;

pub use change::{Change, log};
pub use constraint::{broken_constraint, is_locked};
pub use database::{Database, Place};
pub use editor::{Editor, last_editor};
pub use login::{Login, LoginTx};
pub use shares::Shares;
pub use owner::Owner;
pub use tenant::{BeginError, Once, Tenant, TenantTx};
pub use turns::{Busy, Turn, Turns};
