//! What a company is set up with, as one value: an industry's template, an expert's own, and what a company has now.
//!
//! Values are minor units of their metric, shares are basis points; there are no people in it and none of their figures.
use chrono::NaiveTime;
use serde::{Deserialize, Serialize};

use super::cadence::Cadence;
use crate::metric::{Direction, Kind, OverPeople};
use crate::values::{Quantity, Unit};

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Template {
    /// Of an industry, or the id of an expert's own.
    pub code: String,
    pub version: i32,
    pub title: String,
    /// One sentence for who chooses.
    pub about: String,
    pub metrics: Vec<Measure>,
    pub pipelines: Vec<Pipeline>,
    pub cards: Vec<Card>,
    pub rituals: Vec<Ritual>,
    pub exercises: Vec<Exercise>,
    pub terms: Option<Terms>,
    pub funnel: Option<Funnel>,
    pub light: Light,
    /// What is to be known before it is applied.
    pub notes: Vec<String>,
}

/// Something measured; codes are unique in a template and in a company.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measure {
    pub code: String,
    pub name: String,
    pub counted: Counted,
    /// How long one of it takes, in minutes.
    pub minutes: Option<i16>,
    /// Of a manager and of a head who work full time.
    pub manager: Option<Norm>,
    pub head: Option<Norm>,
    /// The spread beside the norm: «30–60».
    #[serde(default)]
    pub range: String,
    /// The norm has a published source; otherwise it is an expert's estimate.
    #[serde(default)]
    pub is_published: bool,
    pub is_hidden: bool,
}

/// In what and how it is counted: fixed as a whole once there are figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    pub unit: Unit,
    pub kind: Kind,
    pub direction: Direction,
    pub over_time: Counting,
    pub over_people: OverPeople,
    pub scale: u8,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Counting {
    Sum,
    Last,
    /// Of the sums of two metrics, by their codes.
    Ratio {
        numerator: String,
        denominator: String,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Norm {
    /// Minor units of the metric.
    pub value: i64,
    pub per: Per,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Per {
    Day,
    Week,
    Month,
    /// A ratio or a level: not multiplied by days.
    Value,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pipeline {
    pub code: String,
    pub name: String,
    pub stages: Vec<Stage>,
    pub is_hidden: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stage {
    pub code: String,
    pub name: String,
    /// When a deal may enter it.
    pub criterion: String,
    /// Working days without a move.
    pub stale_days: i16,
    /// Of the payment, basis points; none: not forecast by.
    pub probability: Option<i32>,
    /// The metric that counts entries into it.
    pub metric: Option<String>,
    pub is_hidden: bool,
}

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

/// A regular action.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ritual {
    pub code: String,
    pub name: String,
    pub cadence: Cadence,
    pub starts_at: NaiveTime,
    pub minutes: i16,
    /// Held with each manager.
    pub is_per_person: bool,
    pub agenda: String,
    /// What must remain after it.
    pub outcome: String,
    /// In the head's index of discipline, basis points before scaling to those held.
    pub weight: i32,
    pub is_hidden: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exercise {
    pub code: String,
    pub name: String,
    pub minutes: i16,
    pub checklist: Vec<String>,
    pub phrases: Vec<String>,
    pub is_hidden: bool,
}

/// The terms of the forecast; shares are basis points. Stored so in `forecast_terms.terms`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    pub hit_rates: HitRates,
    /// How many resolved deals weigh as much as a stage's starting probability (formulas 3).
    pub calibration: i32,
    /// Money by days after the day due: up to 7, 8–14, 15–30, 31–60, later.
    pub lag: [i32; 5],
    /// Money in by 25, 50 and 75 % of a month's working days.
    pub profile: [i32; 3],
    /// Of the plan, from deals that are not there yet, before the company has a history.
    pub new_deals: i32,
    /// Of the year's money, January first.
    pub season: [i32; 12],
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct HitRates {
    /// «уверен», «вероятно», «возможно»; «не считаем» is nothing.
    pub sure: i32,
    pub likely: i32,
    pub possible: i32,
}

/// The way from the first step to the result (formulas 9), as the norms of a month imply it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Funnel {
    /// The metric of the money.
    pub money: String,
    /// Money for one result, minor units of the money.
    pub check: i64,
    pub steps: Vec<FunnelStep>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FunnelStep {
    pub metric: String,
    /// To the next step, basis points; the last one has none.
    pub conversion: Option<i32>,
}

/// With what a light start begins; the rest is hidden and offered later.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Light {
    pub metrics: Vec<String>,
    pub rituals: Vec<LightRitual>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LightRitual {
    pub code: String,
    pub cadence: Cadence,
}

impl Measure {
    pub fn is_summed(&self) -> bool {
        self.counted.over_time == Counting::Sum
    }

    pub fn quantity(&self, minor: i64) -> Quantity {
        Quantity::saturating(minor, self.counted.scale, self.counted.unit)
    }

    /// «40 в день», «≤ 15 мин», «2,5 млн ₽ в месяц».
    pub fn said(&self, norm: Option<Norm>) -> String {
        let Some(norm) = norm else { return "не задана".into() };
        let most = if self.counted.direction == Direction::Down { "≤ " } else { "" };
        let value = self.quantity(norm.value);
        let value = if value.unit() == Unit::Rouble { value.short() } else { value.to_string() };
        format!("{most}{value}{}", norm.per.after())
    }
}

impl Counting {
    pub fn code(&self) -> &'static str {
        match self {
            Self::Sum => "sum",
            Self::Last => "last",
            Self::Ratio { .. } => "ratio",
        }
    }
}

impl Per {
    pub fn code(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Value => "value",
        }
    }

    fn after(self) -> &'static str {
        match self {
            Self::Day => " в день",
            Self::Week => " в неделю",
            Self::Month => " в месяц",
            Self::Value => "",
        }
    }
}

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

impl Template {
    pub fn metric(&self, code: &str) -> Option<&Measure> {
        self.metrics.iter().find(|metric| metric.code == code)
    }

    /// The name of what an item of a card counts.
    pub fn item_name<'a>(&'a self, counts: &'a Counts) -> &'a str {
        match counts {
            Counts::System(system) => system.name(),
            Counts::Metric(code) => self.metric(code).map_or(code, |metric| &metric.name),
        }
    }
}
