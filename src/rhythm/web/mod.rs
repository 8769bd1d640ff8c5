pub mod exercises;
pub mod rituals;
