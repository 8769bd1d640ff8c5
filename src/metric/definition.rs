//! A thing that is measured, and how its values add up.

use serde::{Deserialize, Serialize};

use crate::values::{MetricId, Unit};

/// What a metric says of the work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    Step,
    Result,
    Quality,
    Money,
}

impl Kind {
    pub const ALL: [Self; 4] = [Self::Step, Self::Result, Self::Quality, Self::Money];

    pub fn code(self) -> &'static str {
        match self {
            Self::Step => "step",
            Self::Result => "result",
            Self::Quality => "quality",
            Self::Money => "money",
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Step => "шаг",
            Self::Result => "результат",
            Self::Quality => "качество",
            Self::Money => "деньги",
        }
    }
}

/// Which way is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    Up,
    Down,
}

impl Direction {
    pub const ALL: [Self; 2] = [Self::Up, Self::Down];

    pub fn code(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Down => "down",
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Up => "чем больше, тем лучше",
            Self::Down => "чем меньше, тем лучше",
        }
    }
}

/// How the values of days make the value of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OverTime {
    Sum,
    /// The last known value: a debt, a stock.
    Last,
    /// Never entered and never summed: the sum of one metric over the sum of another.
    Ratio {
        numerator: MetricId,
        denominator: MetricId,
    },
}

impl OverTime {
    /// Code and name of each way.
    pub const ALL: [(&'static str, &'static str); 3] = [
        ("sum", "дни складываются"),
        ("last", "берётся последнее значение"),
        ("ratio", "отношение двух показателей"),
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::Sum => "sum",
            Self::Last => "last",
            Self::Ratio { .. } => "ratio",
        }
    }

    /// The name of a way by its code.
    pub fn name_of(code: &str) -> &'static str {
        Self::ALL.into_iter().find(|(known, _)| *known == code).map_or("", |(_, name)| name)
    }

    pub fn is_ratio(self) -> bool {
        matches!(self, Self::Ratio { .. })
    }

    /// Numerator and denominator of a ratio.
    pub fn parts(self) -> Option<(MetricId, MetricId)> {
        match self {
            Self::Ratio { numerator, denominator } => Some((numerator, denominator)),
            Self::Sum | Self::Last => None,
        }
    }
}

/// How the values of people make the value of a department.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OverPeople {
    Sum,
    Ratio,
    /// A department has no value of its own.
    None,
}

impl OverPeople {
    pub const ALL: [Self; 3] = [Self::Sum, Self::Ratio, Self::None];

    pub fn code(self) -> &'static str {
        match self {
            Self::Sum => "sum",
            Self::Ratio => "ratio",
            Self::None => "none",
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Sum => "люди складываются",
            Self::Ratio => "считается заново по отделу",
            Self::None => "у отдела своего числа нет",
        }
    }
}

/// A metric of a company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Metric {
    pub id: MetricId,
    /// Unique in the company; files name a metric by it or by its name.
    pub code: String,
    pub name: String,
    pub unit: Unit,
    pub kind: Kind,
    pub direction: Direction,
    pub over_time: OverTime,
    pub over_people: OverPeople,
    /// Digits after the point of its values, 0–3.
    pub scale: u8,
    pub is_hidden: bool,
    pub row_version: i32,
}

impl Metric {
    /// Whether people enter its values; ratios are computed.
    pub fn is_entered(&self) -> bool {
        !self.over_time.is_ratio()
    }

    /// Whether a plan to date, a pace and a decomposition exist for it.
    pub fn is_summed(&self) -> bool {
        self.over_time == OverTime::Sum
    }

    /// Whether a department's number is the sum of its people's.
    pub fn adds_up(&self) -> bool {
        self.over_people == OverPeople::Sum
    }

    /// «Оплаты, ₽»
    pub fn titled(&self) -> String {
        format!("{}, {}", self.name, self.unit.sign())
    }

    /// «Оплаты, ₽ (payments), не показываем»: what is written now, for one whose edit came second.
    pub fn summary(&self) -> String {
        let hidden = if self.is_hidden { ", не показываем" } else { "" };
        format!("{} ({}){hidden}", self.titled(), self.code)
    }
}
