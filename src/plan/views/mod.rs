mod days;
mod grid;

pub use days::Days;
pub use grid::{Grid, Past};
