//! What a person says about a sheet: where its table begins and what each column is. Remembered per
//! company as JSON.
use std::collections::BTreeMap;

use crate::metric::Metric;
use crate::values::{MetricId, Unit};
use serde::{Deserialize, Serialize};

use super::day::DayOrder;
use super::notation::Mark;

/// What is imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// What happened, by day.
    Facts,
    /// What is planned, by month.
    Plan,
}

/// What a column is. `Metric` and `Value` columns hold figures; a month in their own heading
/// («янв», «Поступления 01.2025») counts when no column of dates or months is there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    #[default]
    Ignored,
    /// A sum of other columns: left out, and said so.
    Total,
    Date,
    Month,
    Year,
    Person,
    PersonId,
    MetricName,
    /// Figures of the metric named in the row, else of [`Mapping::metric`].
    Value,
    /// Figures of this metric.
    Metric(MetricId),
}

/// A whole mapping of one sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    pub kind: Kind,
    /// Zero-based sheet of the workbook.
    pub sheet: usize,
    /// Zero-based row of the headings; `None` when the data begin at once.
    pub header_row: Option<usize>,
    /// One role per column of the sheet.
    pub roles: Vec<Role>,
    /// The metric of `Value` columns where no column names one.
    pub metric: Option<MetricId>,
    /// The metric meant by each text of the `MetricName` column; `None`: leave these rows out.
    #[serde(default)]
    pub metric_names: BTreeMap<String, Option<MetricId>>,
    /// 1, 1 000 or 1 000 000: what a one in the file is worth.
    pub multiplier: u32,
    /// Order of «5/11/2019» where the file does not prove it.
    pub day_order: Option<DayOrder>,
    /// Mark of the fraction in «1,234» where the file does not prove it.
    pub decimal: Option<Mark>,
    /// The year of months written without one.
    pub year: Option<i32>,
    /// A person's name stands once, above his rows.
    pub carry_person: bool,
}

impl Mapping {
    pub fn role(&self, column: usize) -> Role {
        self.roles.get(column).copied().unwrap_or_default()
    }

    /// The first column of that role.
    pub fn column(&self, role: Role) -> Option<usize> {
        self.roles.iter().position(|&each| each == role)
    }

    /// Columns that hold figures.
    pub fn figure_columns(&self) -> impl Iterator<Item = usize> {
        let holds = |role: &Role| matches!(role, Role::Value | Role::Metric(_));
        self.roles.iter().enumerate().filter(move |(_, role)| holds(role)).map(|(at, _)| at)
    }

    pub fn first_data_row(&self) -> usize {
        self.header_row.map_or(0, |row| row + 1)
    }
}

impl Measure {
    /// The metrics that figures may be imported for: those that are entered and shown.
    pub fn all(metrics: &[Metric]) -> Vec<Self> {
        let entered = metrics.iter().filter(|metric| metric.is_entered() && !metric.is_hidden);
        let measure = |metric: &Metric| Self {
            id: metric.id,
            code: metric.code.clone(),
            name: metric.name.clone(),
            scale: metric.scale.into(),
            is_money: metric.unit == Unit::Rouble,
            is_percent: metric.unit == Unit::Percent,
            adds_up: metric.is_summed(),
        };
        entered.map(measure).collect()
    }
}

/// What the import needs to know about a metric of the company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measure {
    pub id: MetricId,
    pub code: String,
    pub name: String,
    /// Minor units: 10^scale in one, 0–3.
    pub scale: u32,
    pub is_money: bool,
    pub is_percent: bool,
    /// Several figures of one day and person add up; otherwise the last one stands.
    pub adds_up: bool,
}
