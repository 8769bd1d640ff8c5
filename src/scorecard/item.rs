//! A line of a card: what is counted and what it weighs.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::curve::Curve;
use crate::metric::{Kind, Metric};
use crate::values::{MetricId, Share};

/// What the product counts by itself, without anybody entering it.
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

impl System {
    pub const ALL: [Self; 6] = [
        Self::ReportDiscipline,
        Self::Rhythm,
        Self::ForecastAccuracy,
        Self::ShareAbove80,
        Self::Coverage,
        Self::Newcomers,
    ];

    pub const fn code(self) -> &'static str {
        match self {
            Self::ReportDiscipline => "report_discipline",
            Self::Rhythm => "rhythm",
            Self::ForecastAccuracy => "forecast_accuracy",
            Self::ShareAbove80 => "share_above_80",
            Self::Coverage => "coverage",
            Self::Newcomers => "newcomers",
        }
    }

    pub const fn name(self) -> &'static str {
        match self {
            Self::ReportDiscipline => "Дисциплина отчёта",
            Self::Rhythm => "Ритм",
            Self::ForecastAccuracy => "Точность прогноза",
            Self::ShareAbove80 => "Доля менеджеров с планом ≥\u{A0}80\u{A0}%",
            Self::Coverage => "Покрытие воронки",
            Self::Newcomers => "Адаптация новых",
        }
    }

    /// How it is counted.
    pub const fn means(self) -> &'static str {
        match self {
            Self::ReportDiscipline => "доля рабочих дней, записанных вовремя",
            Self::Rhythm => "проведённые регулярные действия",
            Self::ForecastAccuracy => "насколько прогноз РОПа совпал с деньгами",
            Self::ShareAbove80 => "сколько людей отдела сделали 80\u{A0}% плана",
            Self::Coverage => "сделки в работе к тому, что осталось до плана",
            Self::Newcomers => "новички, вышедшие на 80\u{A0}% нормы за 3\u{A0}месяца",
        }
    }

    pub fn read(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|system| system.code() == code)
    }
}

/// What a line counts: a metric of the company, or what the product counts by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Counted {
    Metric(MetricId),
    System(System),
}

impl Counted {
    /// As it stands in a form and in the journal: an id or a code.
    pub fn code(self) -> String {
        match self {
            Self::Metric(id) => id.to_string(),
            Self::System(system) => system.code().into(),
        }
    }

    pub fn read(code: &str) -> Option<Self> {
        let metric = || code.parse::<Uuid>().ok().map(|id| Self::Metric(MetricId(id)));
        System::read(code).map(Self::System).or_else(metric)
    }

    pub fn metric(self, metrics: &[Metric]) -> Option<&Metric> {
        let Self::Metric(id) = self else { return None };
        metrics.iter().find(|metric| metric.id == id)
    }

    /// What it is called on pages.
    pub fn name(self, metrics: &[Metric]) -> String {
        match self {
            Self::System(system) => system.name().into(),
            Self::Metric(_) => self.metric(metrics).map(|one| one.name.clone()).unwrap_or_default(),
        }
    }

    /// What it says of the work; what the product counts by itself is neither a step nor a result.
    pub fn kind(self, metrics: &[Metric]) -> Option<Kind> {
        self.metric(metrics).map(|metric| metric.kind)
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    pub counted: Counted,
    /// The weights of a version make a whole.
    pub weight: Share,
    pub curve: Curve,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_counted_is_read_as_it_is_written() {
        let metric = Counted::Metric(MetricId(Uuid::from_u128(7)));
        let all = System::ALL.map(Counted::System);
        for counted in all.into_iter().chain([metric]) {
            assert_eq!(Counted::read(&counted.code()), Some(counted));
        }
        assert_eq!(Counted::read("premium"), None);
    }
}
