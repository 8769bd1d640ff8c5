//! The line of jobs in the database. Who takes them reads across companies, as sign-in does; a company only adds its own.
mod line;
mod listing;
mod runs;
mod settling;
mod tidying;

pub use line::{Taken, enqueue, enqueue_by_sign_in, take};
pub use listing::{Job, Number, Queue, Said, State, drop_job, numbers, queue, retry};
pub use runs::{enqueue_closings, enqueue_run, zones};
pub use settling::{done, fail, free_lost, give_back, put_off, renew};
pub use tidying::{forget_ended, forget_submissions};
