//! Work outside a request: written in the transaction of its cause ([`enqueue`]), taken by any instance of the product, tried
//! again when it fails, and shown to the operator when it has failed for good. What happens by itself at an hour is in one
//! list, `schedule`; what each kind does is in `work`.
//!
//! A job runs at least once: an instance that dies in the middle is noticed within ten seconds and another one begins anew.
//! So the work of a kind must bear being done twice.
mod failure;
mod kind;
mod pause;
mod schedule;
mod store;
mod wanted;
mod work;
mod worker;

pub use failure::Failure;
pub use kind::Kind;
pub use schedule::{At, Entry, PRODUCT_ZONE, SCHEDULE};
pub use store::{
    Job, Number, Queue, Said, State, Taken, drop_job, enqueue, enqueue_by_sign_in, numbers, queue,
    retry,
};
pub use wanted::Wanted;
pub use worker::{enqueue_due, run, run_due};
