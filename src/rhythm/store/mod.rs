mod exercises;
mod rituals;

pub use exercises::{add_exercise, exercises, hide_exercise, save_exercise};
pub use rituals::{add_ritual, hide_ritual, rituals, save_ritual};
