mod pipelines;
mod read;
mod stages;

pub use pipelines::{add_pipeline, hide_pipeline, rename_pipeline};
pub use read::pipelines;
pub use stages::{add_stage, hide_stage, order_stages, save_stage};
