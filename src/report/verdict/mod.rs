//! The overview's first sentences: where the main number goes and what holds it back.
mod headline;
mod reasons;

pub use headline::{Headline, Sentence, Tone};
pub use reasons::{Lagging, Step, lagging, silence};
