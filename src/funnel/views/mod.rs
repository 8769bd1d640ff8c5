mod index;
mod stage;

pub use index::Index;
pub use stage::OneStage;
