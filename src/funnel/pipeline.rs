//! A funnel, its stages and their probabilities by date.

use chrono::NaiveDate;

use crate::values::{MetricId, PipelineId, Share, StageId};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pipeline {
    pub id: PipelineId,
    pub code: String,
    pub name: String,
    pub is_hidden: bool,
    pub row_version: i32,
    /// In their order, hidden ones too.
    pub stages: Vec<Stage>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    pub id: StageId,
    pub pipeline: PipelineId,
    pub code: String,
    pub name: String,
    /// When a deal may enter it.
    pub criterion: String,
    /// Working days without a move after which a deal is stale.
    pub stale_days: u16,
    /// The metric that counts entries into it.
    pub metric: Option<MetricId>,
    pub is_hidden: bool,
    pub row_version: i32,
    /// The newest first; each holds until the next.
    pub probabilities: Vec<Probability>,
}

/// How probable a payment is for a deal in a stage, from a day on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Probability {
    pub from_on: NaiveDate,
    /// None: not forecast by, as after the payment.
    pub share: Option<Share>,
}

impl Stage {
    /// The probability of a day.
    pub fn on(&self, day: NaiveDate) -> Option<Probability> {
        self.probabilities.iter().find(|one| one.from_on <= day).copied()
    }

    /// The probability of today, or the first that will hold.
    pub fn present(&self, today: NaiveDate) -> Option<Probability> {
        self.on(today).or_else(|| self.probabilities.last().copied())
    }

    pub fn share(&self, today: NaiveDate) -> Option<Share> {
        self.present(today).and_then(|one| one.share)
    }

    /// What is still to come, the nearest first.
    pub fn coming(&self, today: NaiveDate) -> impl Iterator<Item = &Probability> {
        self.probabilities.iter().rev().filter(move |one| one.from_on > today)
    }
}

impl Pipeline {
    pub fn shown(&self) -> impl Iterator<Item = &Stage> {
        self.stages.iter().filter(|stage| !stage.is_hidden)
    }

    /// The stages from which a payment is less probable than from an earlier one, with the name of that one. A deal that goes on
    /// usually gets surer.
    pub fn falls(&self, today: NaiveDate) -> Vec<(StageId, &str)> {
        let mut highest: Option<(Share, &str)> = None;
        let mut falls = Vec::new();
        for stage in self.shown() {
            let Some(share) = stage.share(today) else { continue };
            match highest {
                Some((most, name)) if share < most => falls.push((stage.id, name)),
                _ => highest = Some((share, &stage.name)),
            }
        }
        falls
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use uuid::Uuid;

    pub fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// A stage whose probabilities in percents hold from these days.
    pub fn stage(number: u128, probabilities: &[(&str, Option<i32>)]) -> Stage {
        let mut probabilities: Vec<Probability> = probabilities
            .iter()
            .map(|(from_on, percent)| Probability {
                from_on: day(from_on),
                share: percent.map(|percent| Share::from_basis_points(percent * 100)),
            })
            .collect();
        probabilities.reverse();
        Stage {
            id: StageId(Uuid::from_u128(number)),
            pipeline: PipelineId(Uuid::from_u128(1)),
            code: number.to_string(),
            name: format!("Стадия {number}"),
            criterion: String::new(),
            stale_days: 7,
            metric: None,
            is_hidden: false,
            row_version: 1,
            probabilities,
        }
    }

    pub fn pipeline(stages: Vec<Stage>) -> Pipeline {
        Pipeline {
            id: PipelineId(Uuid::from_u128(1)),
            code: "main".into(),
            name: "Новые клиенты".into(),
            is_hidden: false,
            row_version: 1,
            stages,
        }
    }

    #[test]
    fn a_probability_holds_from_its_day() {
        let stage = stage(1, &[("2026-10-01", Some(20)), ("2026-12-01", None)]);
        let share = |on| stage.on(day(on)).map(|one| one.share);
        assert_eq!(share("2026-11-18"), Some(Some(Share::from_basis_points(2_000))));
        assert_eq!(share("2026-12-01"), Some(None));
        assert_eq!(share("2026-09-30"), None);
        assert_eq!(stage.coming(day("2026-11-18")).count(), 1);
    }

    #[test]
    fn a_fall_along_the_funnel_is_seen_and_hidden_stages_do_not_count() {
        let since = |percent| [("2026-10-01", percent)];
        let mut hidden = stage(4, &since(Some(99)));
        hidden.is_hidden = true;
        let pipeline = pipeline(vec![
            stage(1, &since(Some(3))),
            stage(2, &since(Some(20))),
            hidden,
            stage(3, &since(Some(10))),
            stage(5, &since(None)),
            stage(6, &since(Some(20))),
        ]);
        assert_eq!(pipeline.falls(day("2026-11-18")), [(StageId(Uuid::from_u128(3)), "Стадия 2")]);
    }
}
