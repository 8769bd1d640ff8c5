//! Who may do what: the whole policy in one table. Pure.
mod actor;
mod policy;

pub use actor::{Actor, Role, Scope, SecondFactor};
pub use policy::{Aspect, Permission};
