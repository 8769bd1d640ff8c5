//! On which side of the plan a fact stands.
//!
//! Decided for each metric by itself: somebody with a plan of steps and none of money has his steps
//! held against the plan and his money outside of it; so are months, where only some have a plan.

/// The side of the plan a total takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// «С планом»
    Planned,
    /// «Вне плана»
    Unplanned,
}

impl Side {
    pub const ALL: [Self; 2] = [Self::Planned, Self::Unplanned];

    /// As it stands in addresses.
    pub fn code(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Unplanned => "unplanned",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|side| side.code() == code)
    }

    /// As the rows of sums are called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Planned => "С планом",
            Self::Unplanned => "Вне плана",
        }
    }
}
