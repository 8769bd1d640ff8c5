//! What is measured, and what is usual for one person.
use serde::{Deserialize, Serialize};

use crate::metric::{Direction, Kind, OverPeople};
use crate::values::{Quantity, Unit};

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
