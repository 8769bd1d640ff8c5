//! Why a file cannot be tried.

/// Says what is wrong and where, in Russian.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    #[error("Строка {row}, столбец {column}: {what}")]
    Cell { row: u64, column: &'static str, what: String },
    #[error("Строка {row}: {what}")]
    Row { row: u64, what: &'static str },
    #[error("{0}")]
    Whole(String),
}

impl Refusal {
    pub fn whole(what: &str) -> Self {
        Self::Whole(what.to_owned())
    }
}
