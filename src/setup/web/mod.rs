pub mod company;
mod index;

pub use index::index;
