//! Postgres: one gate for a company's rows, one for sign-in.
mod change;
mod constraint;
mod login;
mod tenant;

pub use change::{Change, log};
pub use constraint::broken_constraint;
pub use login::{Login, LoginTx};
pub use tenant::{BeginError, Once, Tenant, TenantTx};
