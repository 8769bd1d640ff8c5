//! KPI cards.
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    pub code: String,
    pub name: String,
    pub role: CardRole,
    pub terms: CardTerms,
    pub is_hidden: bool,
    /// Its last version is not approved yet.
    #[serde(default)]
    pub is_waiting: bool,
}

/// Whose card it is, and whose norm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CardRole {
    Manager,
    Head,
}

/// What a version of a card says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardTerms {
    /// Counted and shown, not paid.
    pub is_trial: bool,
    pub items: Vec<CardItem>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardItem {
    pub of: Counts,
    /// Basis points; a card's add up to 10,000.
    pub weight: i32,
    pub curve: Curve,
}

/// What an item of a card counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Counts {
    /// A metric by its code.
    Metric(String),
    System(System),
}

/// What the product counts by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum System {
    ReportDiscipline,
    Rhythm,
    ForecastAccuracy,
    #[serde(rename = "share_above_80")]
    ShareAbove80,
    Coverage,
    Newcomers,
}

/// Points (share of the plan met, share of the premium earned) in basis points: nothing before the first one, straight lines
/// between them, no more than the last one (formulas 8).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Curve(pub Vec<(i32, i32)>);

impl CardRole {
    pub fn code(self) -> &'static str {
        match self {
            Self::Manager => "manager",
            Self::Head => "head",
        }
    }
}

impl System {
    pub const ALL: [Self; 6] = [
        Self::ReportDiscipline,
        Self::Rhythm,
        Self::ForecastAccuracy,
        Self::ShareAbove80,
        Self::Coverage,
        Self::Newcomers,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::ReportDiscipline => "report_discipline",
            Self::Rhythm => "rhythm",
            Self::ForecastAccuracy => "forecast_accuracy",
            Self::ShareAbove80 => "share_above_80",
            Self::Coverage => "coverage",
            Self::Newcomers => "newcomers",
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::ReportDiscipline => "Дисциплина отчёта",
            Self::Rhythm => "Ритм",
            Self::ForecastAccuracy => "Точность прогноза",
            Self::ShareAbove80 => "Доля менеджеров с планом от 80 %",
            Self::Coverage => "Покрытие воронки",
            Self::Newcomers => "Адаптация новых",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|system| system.code() == code)
    }
}
