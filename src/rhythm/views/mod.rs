mod exercises;
mod rituals;

pub use exercises::{Exercises, OneExercise};
pub use rituals::{OneRitual, Rhythm, summary};
